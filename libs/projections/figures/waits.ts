/** Waits: how long from one step to another, including those still waiting. */
import { dueAt, formatLimit, type Limit, limitSeconds } from '#calendar';
import {
  atRiskAt,
  fewCasesAt,
  kaplanMeier,
  median,
  medianInterval95,
  quantile,
  quantileInterval95,
  quantileOf,
  survivalRowAt,
  type SpellSample,
  type SurvivalCurve,
  type SurvivalRow,
  type TimeBound,
} from '#statistics';
import type { JourneySteps } from '../columns/journey-steps.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
import type { AnswerHead, PerEpisode, Question } from './question.js';
import { Groups, type Grouped } from './groups.js';
import { requestedEnds, SpellCollector, spellRule, type Spell } from './spell.js';
import type { SpellAnswer, SpellEvidence, SpellQuery } from './spell.js';
import { eachSelected } from './each-selected.js';
import { SpellTally, testedGroups, type GroupTest } from './spell-tally.js';
import type { SpellCounts } from './spell-tally.js';

export interface WaitsQuery extends SpellQuery {
  /** Types of which the first after the beginning ends the wait, or `@end` for the close. */
  readonly to: readonly string[];
  /** A limit such as `60m` or `6 weeks`. */
  readonly within?: string;
  /** Limits such as `4h` at which the share is given. */
  readonly at?: readonly string[];
}

/** The share that had got there by a time, counted from the start of each wait. */
export interface ReachedAt {
  readonly at: string;
  /** Elapsed; a day counts 24 hours and a month 30.4375 days. */
  readonly seconds: number;
  readonly share: number;
  /** 95 % interval; null where everybody had got there. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Number still at risk just before this time. */
  readonly atRisk: number;
  /** Too few cases for the interval to hold what it promises. */
  readonly fewCases?: true;
}

/** Waits compared with a limit; the four counts add up to everybody. */
export interface WithinAnswer {
  readonly limit: string;
  /** Elapsed; a day counts 24 hours and a month 30.4375 days. */
  readonly limitSeconds: number;
  readonly met: number;
  readonly late: number;
  /**
   * Not ended although the limit had passed by the as-of instant or by the close of the
   * episode; without an as-of instant, by the last that is known of the patient.
   */
  readonly never: number;
  readonly lateOrNever: number;
  /** Not ended, and the limit had not passed by then; not part of any share. */
  readonly notYetDue: number;
  /** Of all that were due; null if none was. */
  readonly shareLateOrNever: number | null;
  /** Of those that ended; null if none did. */
  readonly shareLateOfCompleted: number | null;
}

/** What there is of all, and of each group. */
export interface WaitFigures extends SpellCounts {
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  readonly medianCi95Seconds: readonly [number | null, number | null];
  /** Ends of that interval that are open (`not-reached`) or cannot be known (`unknown`). */
  readonly medianCi95: readonly [IntervalEnd, IntervalEnd];
  /** Times by which 80, 90 and 92 % had ended; null = not reached. */
  readonly quantilesSeconds: Readonly<Record<'p80' | 'p90' | 'p92', number | null>>;
  /** Of ended waits only: the naive figure. Never use it alone. */
  readonly completedOnly: {
    readonly n: number;
    readonly medianSeconds: number | null;
    readonly p90Seconds: number | null;
  };
  /** Of those that were watched from the start. */
  readonly within?: WithinAnswer;
  readonly at?: readonly ReachedAt[];
  /** The interval of the median rests on too few cases to hold what it promises. */
  readonly fewCases?: true;
  readonly survival: readonly SurvivalRow[];
}

export type IntervalEnd = 'known' | 'not-reached' | 'unknown';

export interface WaitsAnswer
  extends AnswerHead, PerEpisode, Omissions, SpellAnswer, WaitFigures, Grouped<WaitFigures> {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether the groups shown differ by more than chance would do. */
  readonly difference?: GroupTest;
  readonly evidence?: readonly SpellEvidence[];
}

const ENDED = 1;

/**
 * One spell per journey, or per episode where the pathway has episodes: from the first
 * event of `from` to the first of `to` after it.
 *
 * @throws QueryRefused unknown pathway or type, no limit, no instant
 */
export function waits(models: FigureModels, query: WaitsQuery): Promise<WaitsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const to = requestedEnds(question, query.to, 'to');
    const tallied = new Waiting(question, query);
    const ends = new Map(to.map((type) => [type, ENDED]));
    const rule = spellRule(question, query, ends, tallied.limits);
    const groups = new Groups(query, () => new WaitTally(tallied));
    const spells = new SpellCollector(rule, query.evidence ?? 0);
    const { cache } = models;
    const source = { cache, view, question, byClose: rule.end !== undefined };
    const unreadable = await eachSelected(source, groups, (journey, tallies, closedAt) => {
      const spell = spells.collect(journey, closedAt);
      if (spell !== undefined) for (const tally of tallies) tally.add(spell, journey);
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      ...{ from: query.from, to, ...spells.answer() },
      ...groups.all.figures(),
      ...testedGroups(groups, (tally) => tally.figures()),
      ...(query.evidence === undefined ? {} : { evidence: await spells.evidence(view, question) }),
    };
  });
}

/** What the waits of every group are compared with. */
class Waiting {
  readonly within: Limit | undefined;
  readonly at: readonly Limit[];

  /** @throws QueryRefused no limit */
  constructor(
    readonly question: Question,
    readonly query: WaitsQuery,
  ) {
    const { within, at = [] } = query;
    this.within = within === undefined ? undefined : readLimit(within, 'within');
    this.at = at.map((text) => readLimit(text, 'at'));
  }

  get limits(): readonly Limit[] {
    return [...(this.within === undefined ? [] : [this.within]), ...this.at];
  }
}

class WaitTally {
  readonly spells = new SpellTally(ENDED);
  private readonly within: WithinCount | undefined;

  constructor(private readonly waiting: Waiting) {
    const { question, within } = waiting;
    this.within = within === undefined ? undefined : new WithinCount(question, within);
  }

  add(spell: Spell, journey: JourneySteps): void {
    this.spells.add(spell, journey);
    if (spell.seenFrom === 0) this.within?.add(spell);
  }

  figures(): WaitFigures {
    const { sample } = this.spells;
    const curve = kaplanMeier(sample);
    const completed = sample.sorted(ENDED);
    const medianSeconds = quantileOf(curve, 0.5);
    const { query, at } = this.waiting;
    return {
      ...this.spells.counts(query),
      medianSeconds,
      medianCi95Seconds: medianInterval95(curve),
      medianCi95: endsOf(quantileInterval95(curve, 0.5)),
      quantilesSeconds: {
        p80: quantileOf(curve, 0.8),
        p90: quantileOf(curve, 0.9),
        p92: quantileOf(curve, 0.92),
      },
      completedOnly: {
        n: completed.length,
        medianSeconds: median(completed),
        p90Seconds: quantile(completed, 0.9),
      },
      ...(this.within === undefined ? {} : { within: this.within.answer() }),
      ...(query.at === undefined ? {} : { at: at.map((limit) => reachedAt(sample, curve, limit)) }),
      ...(fewCasesAt(curve, medianSeconds ?? Infinity) ? { fewCases: true } : {}),
      survival: curve.rows,
    };
  }
}

function endsOf([lower, upper]: readonly [TimeBound, TimeBound]): WaitFigures['medianCi95'] {
  const endOf = (bound: TimeBound): IntervalEnd => (typeof bound === 'number' ? 'known' : bound);
  return [endOf(lower), endOf(upper)];
}

function reachedAt(sample: SpellSample, curve: SurvivalCurve, limit: Limit): ReachedAt {
  const seconds = limitSeconds(limit);
  const { probability, lower, upper } = survivalRowAt(curve, seconds);
  return {
    ...{ at: formatLimit(limit), seconds, share: 1 - probability },
    lower: upper === null ? null : 1 - upper,
    upper: lower === null ? null : 1 - lower,
    atRisk: atRiskAt(sample, seconds),
    ...(fewCasesAt(curve, seconds) ? { fewCases: true } : {}),
  };
}

/** Compares spells with a limit, by the rule for due duties. */
class WithinCount {
  private met = 0;
  private late = 0;
  private never = 0;
  private notYetDue = 0;

  constructor(
    private readonly question: Question,
    private readonly limit: Limit,
  ) {}

  add({ entry, exit, closedAt, until }: Spell): void {
    const { zone, calendar } = this.question.definition;
    // Without pauses there is always a due time.
    const due = dueAt(entry, this.limit, { zone, calendar }) ?? Infinity;
    if (exit === undefined) {
      if ((closedAt ?? this.question.asOf ?? until) > due) this.never++;
      else this.notYetDue++;
    } else if (Math.max(exit.start, entry.start) <= due) this.met++;
    else this.late++;
  }

  answer(): WithinAnswer {
    const lateOrNever = this.late + this.never;
    const ended = this.met + this.late;
    const due = ended + this.never;
    return {
      limit: formatLimit(this.limit),
      limitSeconds: limitSeconds(this.limit),
      met: this.met,
      late: this.late,
      never: this.never,
      lateOrNever,
      notYetDue: this.notYetDue,
      shareLateOrNever: due === 0 ? null : lateOrNever / due,
      shareLateOfCompleted: ended === 0 ? null : this.late / ended,
    };
  }
}
