/** Waits: how long from one step to another, including those still waiting. */
import { dueAt, formatLimit, type Limit, limitSeconds } from '#calendar';
import {
  kaplanMeier,
  median,
  medianInterval95,
  quantile,
  quantileOf,
  SpellSample,
  type SurvivalRow,
} from '#statistics';
import { eachJourney, type FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
import type { AnswerHead, PerEpisode, Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { SpellCollector, spellRule, type Spell } from './spell.js';
import type { SpellAnswer, SpellEvidence, SpellQuery } from './spell.js';

export interface WaitsQuery extends SpellQuery {
  /** Types of which the first after the beginning ends the wait. */
  readonly to: readonly string[];
  /** A limit such as `60m` or `6 weeks`. */
  readonly within?: string;
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

export interface WaitsAnswer extends AnswerHead, PerEpisode, Omissions, SpellAnswer {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  /** 95 % interval of the median. Null: unknown, as too few events bound it on that side. */
  readonly medianCi95Seconds: readonly [number | null, number | null];
  /** Times by which 80, 90 and 92 % had ended; null = not reached. */
  readonly quantilesSeconds: Readonly<Record<'p80' | 'p90' | 'p92', number | null>>;
  /** Of ended waits only: the naive figure. Never use it alone. */
  readonly completedOnly: {
    readonly n: number;
    readonly medianSeconds: number | null;
    readonly p90Seconds: number | null;
  };
  readonly within?: WithinAnswer;
  readonly survival: readonly SurvivalRow[];
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
    const to = requestedTypes(question, query.to, 'to');
    const limit = query.within === undefined ? undefined : readLimit(query.within, 'within');
    const ends = new Map(to.map((type) => [type, ENDED]));
    const rule = spellRule(question, query, ends, limit === undefined ? [] : [limit]);
    const sample = new SpellSample();
    const spells = new SpellCollector(rule, sample, query.evidence ?? 0);
    const within = limit === undefined ? undefined : new WithinCount(question, limit);
    const { cache } = models;
    const unreadable = await eachJourney({ cache, view, question }, (journey) => {
      const spell = spells.collect(journey);
      if (spell !== undefined) within?.add(spell);
    });
    const curve = kaplanMeier(sample);
    const completed = sample.sorted(ENDED);
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      from: query.from,
      to,
      ...spells.answer(),
      n: curve.n,
      events: curve.events,
      censored: curve.censored,
      medianSeconds: quantileOf(curve, 0.5),
      medianCi95Seconds: medianInterval95(curve),
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
      ...(within === undefined ? {} : { within: within.answer() }),
      survival: curve.rows,
      ...(query.evidence === undefined ? {} : { evidence: await spells.evidence(view, question) }),
    };
  });
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

  add({ entry, exit, closedAt, cutOff }: Spell): void {
    const { zone, calendar } = this.question.definition;
    // Without pauses there is always a due time.
    const due = dueAt(entry, this.limit, { zone, calendar }) ?? Infinity;
    if (exit === undefined) {
      if ((closedAt ?? this.question.asOf ?? cutOff) > due) this.never++;
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
