/** Outcomes: which of several things happened first, and by when. */
import { formatLimit, limitSeconds } from '#calendar';
import { aalenJohansen, atRiskAt, incidenceAt, SpellSample, type ShareInterval } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import type { Cause } from './cause.js';
import { eachJourney, type FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
import type { AnswerHead, PerEpisode, Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { SpellCollector, spellRule } from './spell.js';
import type { SpellAnswer, SpellEvidence, SpellQuery } from './spell.js';

export interface OutcomesQuery extends SpellQuery {
  /** At least one; a type belongs to one cause only. */
  readonly causes: readonly Cause[];
  /** Limits such as `4h` at which the shares are given. */
  readonly at: readonly string[];
}

export interface OutcomesAt {
  readonly at: string;
  readonly seconds: number;
  /** Aalen-Johansen: share for whom this happened first, by label. */
  readonly causes: Readonly<Record<string, number>>;
  /** 95 % interval of each of them, by label. */
  readonly intervals: Readonly<Record<string, OutcomeInterval>>;
  /** Share for whom none of these had happened. */
  readonly none: number;
  readonly noneInterval: OutcomeInterval;
  /** Number still at risk just before this time. */
  readonly atRisk: number;
}

export interface OutcomeInterval {
  /** On the log scale, as R's `survfit` of several states; null where the share is 0. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Too few cases for the interval to hold what it promises. */
  readonly fewCases?: true;
}

export interface OutcomesAnswer extends AnswerHead, PerEpisode, Omissions, SpellAnswer {
  readonly from: readonly string[];
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  /** Number of ends by cause, by label. */
  readonly counts: Readonly<Record<string, number>>;
  readonly at: readonly OutcomesAt[];
  readonly evidence?: readonly SpellEvidence[];
}

/** @throws QueryRefused unknown pathway or type, a type in two causes, no limit, no instant */
export function outcomes(models: FigureModels, query: OutcomesQuery): Promise<OutcomesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const times = query.at.map((text) => readLimit(text, 'at'));
    const rule = spellRule(question, query, causeByType(question, query.causes), times);
    const sample = new SpellSample(query.causes.length);
    const spells = new SpellCollector(rule, sample, query.evidence ?? 0);
    const { cache } = models;
    const unreadable = await eachJourney({ cache, view, question }, (journey) => {
      spells.collect(journey);
    });
    const curve = aalenJohansen(sample);
    const byLabel = <T>(values: readonly T[]): Readonly<Record<string, T>> =>
      Object.fromEntries(query.causes.map(({ label }, k) => [label, values[k]!]));
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      from: query.from,
      ...spells.answer(),
      n: curve.n,
      events: curve.n - curve.censored,
      censored: curve.censored,
      counts: byLabel(curve.counts),
      at: times.map((limit) => {
        const seconds = limitSeconds(limit);
        const { incidence, none } = incidenceAt(curve, seconds);
        return {
          at: formatLimit(limit),
          seconds,
          causes: byLabel(incidence.map(({ share }) => share)),
          intervals: byLabel(incidence.map(outcomeInterval)),
          none: none.share,
          noneInterval: outcomeInterval(none),
          atRisk: atRiskAt(sample, seconds),
        };
      }),
      ...(query.evidence === undefined ? {} : { evidence: await spells.evidence(view, question) }),
    };
  });
}

function outcomeInterval({ lower, upper, fewCases }: ShareInterval): OutcomeInterval {
  return { lower, upper, ...(fewCases ? { fewCases } : {}) };
}

function causeByType(question: Question, causes: readonly Cause[]): ReadonlyMap<string, number> {
  if (causes.length === 0)
    throw new QueryRefused('invalid-query', 'At least one cause is needed.', 'causes');
  const labels = new Set(causes.map(({ label }) => label));
  if (labels.size < causes.length)
    throw new QueryRefused('invalid-query', 'Two causes have the same label.', 'causes');
  const byType = new Map<string, number>();
  causes.forEach(({ label, types }, k) => {
    for (const type of requestedTypes(question, types, `causes.${label}`)) {
      const other = byType.get(type);
      if (other !== undefined && other !== k + 1)
        throw new QueryRefused(
          'invalid-query',
          `${type} is listed under both ${causes[other - 1]!.label} and ${label}; a type can belong to one cause only.`,
          `causes.${label}`,
        );
      byType.set(type, k + 1);
    }
  });
  return byType;
}
