/** What a definition measures, added up over patients: waits, scores and money. */
import { formatLimit, isElapsed, type Limit } from '#calendar';
import { compareTexts } from '#care-event';
import { resolveLimit, type Definition, type InstrumentMeasure, type WaitMeasure } from '#pathway';
import {
  CENSORED,
  kaplanMeier,
  medianInterval95,
  quantileOf,
  shareBounds,
  SpellSample,
  type Bounds,
} from '#statistics';
import type { MeasuredPatient, PlacedWait, Scored } from './measured-patient.js';

export interface MeasuredTotals {
  /** In the definition's order, as the others. */
  readonly waits: readonly WaitTotals[];
  readonly instruments: readonly InstrumentTotals[];
  readonly money: readonly MoneyTotals[];
}

/** One wait per patient and time that it began; those still waiting are in every number but `ended`. */
export interface WaitTotals {
  readonly wait: string;
  readonly n: number;
  readonly ended: number;
  readonly waiting: number;
  /** The pathway ended first. */
  readonly closed: number;
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  readonly medianCi95Seconds: readonly [number | null, number | null];
  readonly p90Seconds: number | null;
  /** Where all lengths are in days from date to date, as the standard is counted. */
  readonly wholeDays?: true;
  /** Where the definition has a standard. */
  readonly standard?: StandardTotals;
}

export interface StandardTotals {
  /** The share that the definition asks for, and within which time; municipalities may differ. */
  readonly share: number;
  readonly within: string;
  readonly met: number;
  readonly late: number;
  /** Not ended although the time was over, by now or by the end of the pathway. */
  readonly never: number;
  /** `met` of the three; null where none is decided. */
  readonly shareMet: number | null;
  /** Still waiting, and in time. */
  readonly waitingInTime: number;
  /** Of all still waiting; null where nobody is. */
  readonly shareOfWaiting: number | null;
}

export interface InstrumentTotals {
  readonly instrument: string;
  /** Everybody, measured or not. */
  readonly everybody: number;
  readonly withBaseline: number;
  /** With a baseline and a follow-up. */
  readonly measured: number;
  /** `measured` of everybody: the first thing to look at. Null for nobody. */
  readonly shareMeasured: number | null;
  readonly improved: number;
  readonly unchanged: number;
  readonly worse: number;
  /** Of those measured; null for none. */
  readonly shareImproved: number | null;
  /** Of all with a baseline, if none or all of those without a follow-up improved. */
  readonly shareImprovedBounds: Bounds | null;
  /** From the baseline to the latest score, on the instrument's own scale; null for none. */
  readonly meanChange: number | null;
  /**
   * Of all with a baseline, if those without a follow-up ended at the lowest or the highest score;
   * null where the definition does not say what these are.
   */
  readonly meanChangeBounds: Bounds | null;
  /** Scores of another version, or off the scale. */
  readonly leftOut: number;
}

/** Currencies are never added up, nor are recorded and modelled sums. */
export interface MoneyTotals {
  readonly payer: string;
  readonly currency: string;
  readonly basis: 'recorded' | 'modelled';
  readonly cost: number;
  readonly saving: number;
  readonly events: number;
}

/** Until when a wait lasted, or has lasted so far, and for how long. */
type Lasting = { readonly until: number; readonly seconds: number };

export class MeasuredTally {
  private readonly waits: ReadonlyMap<string, WaitTally>;
  private readonly instruments: ReadonlyMap<string, InstrumentTally>;
  private readonly money = new Map<string, MoneyTotals>();

  constructor(definition: Definition) {
    const { waits, instruments } = definition.measures;
    this.waits = new Map(
      waits.map((rule) => [rule.id, new WaitTally(rule, standardOf(rule, definition))]),
    );
    this.instruments = new Map(instruments.map((rule) => [rule.id, new InstrumentTally(rule)]));
  }

  add({ instruments, money }: Pick<MeasuredPatient, 'instruments' | 'money'>): void {
    for (const measured of instruments) this.instruments.get(measured.instrument)?.add(measured);
    for (const each of money) {
      const key = JSON.stringify([each.payer, each.currency, each.basis]);
      const { cost = 0, saving = 0, events = 0 } = this.money.get(key) ?? {};
      this.money.set(key, {
        ...each,
        cost: toHundredths(cost + each.cost),
        saving: toHundredths(saving + each.saving),
        events: events + each.events,
      });
    }
  }

  addWait(wait: PlacedWait, lasting: Lasting): void {
    this.waits.get(wait.wait)?.add(wait, lasting);
  }

  totals(): MeasuredTotals {
    return {
      waits: [...this.waits.values()].map((tally) => tally.totals()),
      instruments: [...this.instruments.values()].map((tally) => tally.totals()),
      money: [...this.money].sort(([a], [b]) => compareTexts(a, b)).map(([, each]) => each),
    };
  }
}

/** The waits whose standard is counted in days, from date to date. */
export function waitsInDays(definition: Definition): ReadonlySet<string> {
  const inDays = definition.measures.waits.filter((rule) =>
    countsDays(standardOf(rule, definition)),
  );
  return new Set(inDays.map(({ id }) => id));
}

/** As it holds where no municipality has its own. */
function standardOf({ standard }: WaitMeasure, definition: Definition): Limit | undefined {
  return standard && resolveLimit(definition, standard.within, undefined);
}

function countsDays(limit: Limit | undefined): boolean {
  return limit !== undefined && !isElapsed(limit.unit);
}

class WaitTally {
  private readonly sample = new SpellSample();
  private readonly states = { ended: 0, waiting: 0, closed: 0 };
  private readonly standard = { met: 0, late: 0, never: 0, waitingInTime: 0 };

  constructor(
    private readonly rule: WaitMeasure,
    private readonly within: Limit | undefined,
  ) {}

  add({ state, standardUntil = Infinity }: PlacedWait, { until, seconds }: Lasting): void {
    this.states[state] += 1;
    this.sample.add(seconds, state === 'ended' ? 1 : CENSORED);
    if (until > standardUntil) this.standard[state === 'ended' ? 'late' : 'never'] += 1;
    else if (state === 'ended') this.standard.met += 1;
    else if (state === 'waiting') this.standard.waitingInTime += 1;
  }

  totals(): WaitTotals {
    const curve = kaplanMeier(this.sample);
    const { met, late, never, waitingInTime } = this.standard;
    const { share } = this.rule.standard ?? {};
    return {
      ...{ wait: this.rule.id, n: this.sample.n, ...this.states },
      medianSeconds: quantileOf(curve, 0.5),
      medianCi95Seconds: medianInterval95(curve),
      p90Seconds: quantileOf(curve, 0.9),
      ...(countsDays(this.within) && { wholeDays: true as const }),
      ...(share !== undefined &&
        this.within !== undefined && {
          standard: {
            ...{
              share,
              within: formatLimit(this.within),
              met,
              late,
              never,
              shareMet: shareOf(met, met + late + never),
            },
            ...{ waitingInTime, shareOfWaiting: shareOf(waitingInTime, this.states.waiting) },
          },
        }),
    };
  }
}

class InstrumentTally {
  private everybody = 0;
  private withBaseline = 0;
  private leftOut = 0;
  private readonly outcomes = { improved: 0, unchanged: 0, worse: 0, 'not-measured': 0 };
  private change = 0;
  /** Of those with a baseline and without a follow-up. */
  private missingBaselines = 0;

  constructor(private readonly rule: InstrumentMeasure) {}

  add({ baseline, change, outcome, leftOut }: Scored): void {
    this.everybody += 1;
    this.leftOut += leftOut;
    this.outcomes[outcome] += 1;
    if (baseline === undefined) return;
    this.withBaseline += 1;
    if (change === undefined) this.missingBaselines += baseline.score;
    else this.change += change;
  }

  totals(): InstrumentTotals {
    const { everybody, withBaseline, leftOut } = this;
    const { improved, unchanged, worse } = this.outcomes;
    const measured = improved + unchanged + worse;
    const missing = withBaseline - measured;
    return {
      ...{ instrument: this.rule.id, everybody, withBaseline, measured },
      shareMeasured: shareOf(measured, everybody),
      ...{ improved, unchanged, worse, shareImproved: shareOf(improved, measured) },
      shareImprovedBounds: shareBounds({ yes: improved, no: unchanged + worse, missing }),
      meanChange: shareOf(this.change, measured),
      meanChangeBounds: this.changeBounds(missing),
      leftOut,
    };
  }

  private changeBounds(missing: number): Bounds | null {
    const { lowest, highest } = this.rule;
    if (lowest === undefined || highest === undefined || this.withBaseline === 0) return null;
    const ifAllAt = (score: number): number =>
      (this.change + missing * score - this.missingBaselines) / this.withBaseline;
    return { lower: ifAllAt(lowest), upper: ifAllAt(highest) };
  }
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}

function toHundredths(amount: number): number {
  return Math.round(amount * 100) / 100;
}
