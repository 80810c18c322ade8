/** Outcomes: which of several things happened first, and by when. */
import { formatLimit, limitSeconds } from '#calendar';
import { aalenJohansen, atRiskAt, incidenceAt, SpellSample } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import type { ReadModels } from '../port/read-models.js';
import type { Cause } from './cause.js';
import { eachPatient, leavesOut, type LeavesOut } from './each-patient.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
import type { AnswerHead, PerEpisode, Question } from './question.js';
import { askedTypes } from './asked-types.js';
import { SpellCollector, spellRule, type Censoring } from './spell.js';
import type { SpellEvidence, SpellQuery } from './spell.js';

export interface OutcomesQuery extends SpellQuery {
  /** At least one; a type belongs to one cause only. */
  readonly causes: readonly Cause[];
  /** Limits such as `4h`, at which the shares are read. */
  readonly at: readonly string[];
}

export interface OutcomesAt {
  readonly at: string;
  readonly seconds: number;
  /** Aalen-Johansen: share for whom this came first, by label. */
  readonly causes: Readonly<Record<string, number>>;
  /** Share for whom nothing of these had happened. */
  readonly none: number;
  /** For how many nothing had happened or been cut off before this time. */
  readonly atRisk: number;
}

export interface OutcomesAnswer extends AnswerHead, PerEpisode, LeavesOut {
  readonly from: readonly string[];
  readonly censor: Censoring;
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  /** How many ended by each cause, by label. */
  readonly counts: Readonly<Record<string, number>>;
  readonly at: readonly OutcomesAt[];
  readonly evidence?: readonly SpellEvidence[];
}

/** @throws QueryRefused unknown pathway or type, a type in two causes, no limit, no instant */
export function outcomes(models: ReadModels, query: OutcomesQuery): Promise<OutcomesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const rule = spellRule(question, query, causeByType(question, query.causes));
    const times = query.at.map((text) => readLimit(text, 'at'));
    const sample = new SpellSample(query.causes.length);
    const spells = new SpellCollector(question, rule, sample, query.evidence ?? 0);
    const unreadable = await eachPatient(view, question, (patient, facts) => {
      spells.take(patient, facts);
    });
    const curve = aalenJohansen(sample);
    const byLabel = (values: readonly number[]) =>
      Object.fromEntries(query.causes.map(({ label }, k) => [label, values[k]!]));
    return {
      ...question.head,
      ...leavesOut(unreadable),
      ...perEpisode(question),
      from: query.from,
      censor: rule.censor,
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
          causes: byLabel(incidence),
          none,
          atRisk: atRiskAt(sample, seconds),
        };
      }),
      ...(query.evidence === undefined ? {} : { evidence: spells.evidence }),
    };
  });
}

function causeByType(question: Question, causes: readonly Cause[]): ReadonlyMap<string, number> {
  if (causes.length === 0)
    throw new QueryRefused('invalid-query', 'At least one cause is needed.', 'causes');
  const labels = new Set(causes.map(({ label }) => label));
  if (labels.size < causes.length)
    throw new QueryRefused('invalid-query', 'Two causes have the same label.', 'causes');
  const byType = new Map<string, number>();
  causes.forEach(({ label, types }, k) => {
    for (const type of askedTypes(question, types, `causes.${label}`)) {
      const other = byType.get(type);
      if (other !== undefined && other !== k + 1)
        throw new QueryRefused(
          'invalid-query',
          `${type} is given for ${causes[other - 1]!.label} and for ${label}; what comes first has one cause.`,
          `causes.${label}`,
        );
      byType.set(type, k + 1);
    }
  });
  return byType;
}
