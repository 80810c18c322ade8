/** The figures of each month for all or for a group, and the XmR chart over them. */
import { dueAt, type Limit, limitSeconds } from '#calendar';
import type { Definition } from '#pathway';
import { CENSORED, kaplanMeier, quantileOf, SpellSample, survivalAt, xmrChart } from '#statistics';
import type { XmrRule } from '#statistics';
import type { Month } from './months.js';
import type { Spell } from './spell.js';

/**
 * `median`: how long half of them took; `share-within`: the share that got there within the limit;
 * `started`, `ended`, `open` at the end of the month, and `breached`: not there when due.
 */
export type Measure = 'median' | 'share-within' | 'started' | 'ended' | 'open' | 'breached';

export interface TrendMonth {
  readonly month: string;
  /** The month was over by the as-of instant. */
  readonly complete: boolean;
  /** Cases at risk: those that began in the month or, by period, those open at some time in it. */
  readonly n: number;
  readonly started: number;
  /** By cohort, of those that began in the month. */
  readonly ended: number;
  /** By cohort, of those that began in the month by the as-of instant; by period, at its end. */
  readonly open: number;
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  /** Kaplan-Meier at the limit; null where nobody was at risk. */
  readonly shareWithin?: number | null;
  /** By period, those that became due in the month and were not there. */
  readonly breached?: number;
  /** The measure; null where it cannot be known yet, and the chart leaves the month out. */
  readonly value: number | null;
  /** Which rules of the chart the month breaks. */
  readonly signals: readonly XmrRule[];
}

/** The limits of the usual variation; null for fewer than two months. */
export interface TrendChart {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly meanMovingRange: number;
  /** How many months it is drawn of. */
  readonly months: number;
}

export interface TrendFigures {
  readonly chart: TrendChart | null;
  readonly months: readonly TrendMonth[];
}

export interface TrendFrame {
  readonly definition: Pick<Definition, 'zone' | 'calendar'>;
  readonly months: readonly Month[];
  readonly asOf: number;
  readonly measure: Measure;
  readonly by: 'cohort' | 'period';
  readonly within: Limit | undefined;
}

/** Ms since the epoch. */
interface Case {
  readonly start: number;
  readonly until: number;
  /** From date to date, where limits are dates. */
  readonly seconds: number;
  readonly ended: boolean;
  readonly closed: boolean;
  readonly seenFrom: number;
  /** When it was due and not there; Infinity if it was in time. */
  readonly breachedAt: number;
}

type Counts = Omit<TrendMonth, 'month' | 'complete' | 'value' | 'signals'>;

const ENDED = 1;

export class TrendTally {
  private readonly cases: Case[] = [];

  constructor(private readonly frame: TrendFrame) {}

  add(spell: Spell): void {
    const { entry, until, seconds, exit, closedAt, seenFrom } = spell;
    this.cases.push({
      ...{ start: entry.start, until, seconds, seenFrom },
      ended: exit !== undefined,
      closed: closedAt !== undefined,
      breachedAt: this.breachOf(spell),
    });
  }

  /** When the first case began, ms since the epoch; Infinity where there is none. */
  get begin(): number {
    return this.cases.reduce((first, { start }) => Math.min(first, start), Infinity);
  }

  /** @param since nobody can have begun or waited before: those months are no zeros, and left out */
  figures(since: number): TrendFigures {
    const { asOf, by } = this.frame;
    const months = this.frame.months.filter(({ until }) => until > since);
    const rows = months.map((month) => {
      const counts = by === 'cohort' ? this.cohort(month) : this.period(month);
      const complete = month.until <= asOf;
      const isKnown = complete && !this.isUnripe(month);
      const row = { month: month.month, complete, ...counts };
      return { ...row, value: isKnown ? this.valueOf(counts) : null };
    });
    const known = rows.flatMap(({ value }, i) => (value === null ? [] : [{ value, i }]));
    const chart = xmrChart(known.map(({ value }) => value));
    const signals = new Map(known.map(({ i }, at) => [i, chart?.signals[at]]));
    return {
      chart:
        chart === undefined
          ? null
          : {
              ...{ mean: chart.mean, lower: chart.lower, upper: chart.upper },
              ...{ meanMovingRange: chart.meanRange, months: known.length },
            },
      months: rows.map((row, i) => ({ ...row, signals: signals.get(i) ?? [] })),
    };
  }

  /** A cohort whose limit has not passed for all of it: its share and breaches will still change. */
  private isUnripe({ until }: Month): boolean {
    const { by, measure, within, asOf } = this.frame;
    if (by === 'period' || within === undefined) return false;
    const isOfLimit = measure === 'share-within' || measure === 'breached';
    return isOfLimit && until + limitSeconds(within) * 1000 > asOf;
  }

  private breachOf({ entry, exit, closedAt = Infinity }: Spell): number {
    const { within, definition, asOf } = this.frame;
    if (within === undefined) return Infinity;
    const { zone, calendar } = definition;
    const due = dueAt(entry, within, { zone, calendar }) ?? Infinity;
    const over = Math.min(
      exit === undefined ? Infinity : Math.max(exit.start, entry.start),
      closedAt,
    );
    return over <= due || due >= asOf ? Infinity : due;
  }

  private cohort({ from, until }: Month): Counts {
    const own = this.cases.filter(({ start }) => start >= from && start < until);
    const sample = new SpellSample();
    for (const { seconds, ended, seenFrom } of own)
      sample.add(seconds, ended ? ENDED : CENSORED, seenFrom);
    return {
      ...{ n: own.length, started: own.length, ended: sample.count(ENDED) },
      open: own.filter(({ ended, closed }) => !ended && !closed).length,
      ...this.curveOf(sample),
      ...this.breaches(own.filter(({ breachedAt }) => breachedAt < Infinity).length),
    };
  }

  private period({ from, until }: Month): Counts {
    const sample = new SpellSample();
    const last = Math.min(until, this.frame.asOf + 1) - 1;
    let [started, ended, open, breached] = [0, 0, 0, 0];
    for (const each of this.cases) {
      if (each.breachedAt >= from && each.breachedAt < until) breached += 1;
      if (each.start > last || each.until < from) continue;
      const ends = each.ended && each.until <= last;
      if (each.start >= from) started += 1;
      if (ends) ended += 1;
      if (each.until > last || (!each.ended && !each.closed && each.until === last)) open += 1;
      // Up to and including the last millisecond, so that what ends at midnight is of the new month.
      const seenFrom = Math.max(each.seenFrom, (from - 1 - each.start) / 1000, 0);
      const seconds = ends ? each.seconds : (Math.min(each.until, last) - each.start) / 1000;
      if (seenFrom === 0 || seenFrom < seconds)
        sample.add(seconds, ends ? ENDED : CENSORED, seenFrom);
    }
    return {
      n: sample.n,
      started,
      ended,
      open,
      ...this.curveOf(sample),
      ...this.breaches(breached),
    };
  }

  private curveOf(sample: SpellSample): Pick<TrendMonth, 'medianSeconds' | 'shareWithin'> {
    const { within } = this.frame;
    const curve = kaplanMeier(sample);
    const medianSeconds = quantileOf(curve, 0.5);
    if (within === undefined) return { medianSeconds };
    const share = sample.n === 0 ? null : 1 - survivalAt(curve, limitSeconds(within));
    return { medianSeconds, shareWithin: share };
  }

  private breaches(breached: number): Pick<TrendMonth, 'breached'> {
    return this.frame.within === undefined ? {} : { breached };
  }

  private valueOf(counts: Counts): number | null {
    const { measure } = this.frame;
    if (measure === 'median') return counts.medianSeconds;
    return (measure === 'share-within' ? counts.shareWithin : counts[measure]) ?? null;
  }
}
