/**
 * Trend: a figure by month, and whether it changes by more than it always does (XmR chart).
 *
 * By cohort a month has the cases that began in it; their later fate belongs to that month. By period
 * it has what happened in it, to whomever: each case counts while it was open in that month, from the
 * age that it had then (late entry), so that a month's median is not that of an earlier month's cases.
 */
import { formatLimit, limitSeconds } from '#calendar';
import type { FigureModels } from '../loaded/each-journey.js';
import { QueryRefused } from '../models/errors.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { openQuestion, perEpisode, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PerEpisode } from './question.js';
import {
  requestedEnds,
  SpellCollector,
  spellRule,
  type SpellAnswer,
  type SpellEvidence,
  type SpellQuery,
} from './spell.js';
import { eachSelected } from './each-selected.js';
import { monthsUpTo } from './months.js';
import { TrendTally, type Measure, type TrendFigures } from './trend-tally.js';

export interface TrendQuery extends SpellQuery {
  readonly asOf: string;
  /** Types of which the first after the beginning ends the wait, or `@end` for the close. */
  readonly to: readonly string[];
  /** What the chart is drawn of. Default `median`. */
  readonly measure?: Measure;
  /** Whether a month has what began in it, or what happened in it. Default `cohort`. */
  readonly by?: 'cohort' | 'period';
  /** A limit such as `6 weeks`, for `share-within` and `breached`. */
  readonly within?: string;
  /** How many months, up to that of the as-of instant. Default 24. */
  readonly months?: number;
}

export interface TrendAnswer
  extends AnswerHead, PerEpisode, Omissions, SpellAnswer, TrendFigures, Grouped<TrendFigures> {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly measure: Measure;
  readonly by: 'cohort' | 'period';
  readonly within?: string;
  /** Elapsed; a day counts 24 hours and a month 30.4375 days. */
  readonly withinSeconds?: number;
  readonly evidence?: readonly SpellEvidence[];
}

const ENDED = 1;
const MONTHS = 24;
const MONTHS_MAX = 120;

/** @throws QueryRefused unknown pathway, type or dimension, no limit, no as-of instant */
export function trend(models: FigureModels, query: TrendQuery): Promise<TrendAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const to = requestedEnds(question, query.to, 'to');
    const { measure = 'median', by = 'cohort' } = query;
    const within = query.within === undefined ? undefined : readLimit(query.within, 'within');
    if (within === undefined && (measure === 'share-within' || measure === 'breached'))
      throw new QueryRefused('invalid-query', `${measure} needs a limit.`, 'within');
    const asOf = requireAsOf(question);
    const count = readCount(query.months, 'months') ?? MONTHS;
    if (count > MONTHS_MAX)
      throw new QueryRefused(
        'invalid-query',
        `A trend has ${MONTHS_MAX} months at most.`,
        'months',
      );
    const months = monthsUpTo(asOf, count, question.definition.zone);
    const ends = new Map(to.map((type) => [type, ENDED]));
    const rule = spellRule(question, query, ends, within === undefined ? [] : [within]);
    const { definition } = question;
    const groups = new Groups(
      query,
      () => new TrendTally({ definition, months, asOf, measure, by, within }),
    );
    const spells = new SpellCollector(rule, readCount(query.evidence, 'evidence') ?? 0);
    const { cache } = models;
    const source = { cache, view, question, byClose: rule.end !== undefined };
    const unreadable = await eachSelected(source, groups, (journey, tallies, closedAt) => {
      const spell = spells.collect(journey, closedAt);
      if (spell !== undefined) for (const tally of tallies) tally.add(spell);
    });
    const since = groups.all.begin;
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      ...{ from: query.from, to, measure, by, ...spells.answer() },
      ...(within === undefined
        ? {}
        : { within: formatLimit(within), withinSeconds: limitSeconds(within) }),
      ...groups.all.figures(since),
      ...groups.answer((tally) => tally.figures(since)),
      ...(query.evidence !== undefined && { evidence: await spells.evidence(view, question) }),
    };
  });
}
