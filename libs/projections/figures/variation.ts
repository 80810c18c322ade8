/**
 * Variation: which municipalities or organisations differ from all by more than chance, and by more
 * than they usually differ. Of each unit the share that got there by the deadline is shown, with the
 * cases that are still open counted for as long as they were seen (Kaplan-Meier).
 */
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import { funnel, shareReached, type FunnelLimits, type FunnelPlace } from '#statistics';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { Groups } from './groups.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
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
import { SpellTally, type SpellCounts } from './spell-tally.js';

export interface VariationQuery extends SpellQuery {
  readonly asOf: string;
  /** Types of which the first after the beginning ends the wait, or `@end` for the close. */
  readonly to: readonly string[];
  /** The deadline: a limit such as `6 weeks`. */
  readonly within: string;
}

/** One unit, and where it stands among all. */
export interface VariationUnit extends SpellCounts {
  readonly group: string;
  readonly patients: number;
  /** Share that got there by the deadline. */
  readonly share: number;
  /** As many cases without open ones would be as sure: the unit's place along the funnel. */
  readonly effectiveN: number;
  /** How many standard errors it lies from all. */
  readonly z: number;
  /** Limits by chance alone. */
  readonly limits: FunnelLimits;
  /** Limits by chance and by how much units usually differ; `place` goes by them. */
  readonly adjustedLimits: FunnelLimits;
  readonly place: FunnelPlace;
  /** The share rests on too few cases. */
  readonly fewCases?: true;
}

export interface VariationAnswer extends AnswerHead, PerEpisode, Omissions, SpellAnswer {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly within: string;
  /** Elapsed; a day counts 24 hours and a month 30.4375 days. */
  readonly withinSeconds: number;
  readonly groupBy: string;
  /** Of all, the suppressed units among them. */
  readonly all: { readonly n: number; readonly share: number | null };
  /** How much more units differ than by chance: 1 is chance alone. */
  readonly overDispersion: number;
  /** Variance between units on the arcsine scale. */
  readonly betweenUnits: number;
  /** Those with most patients first. */
  readonly units: readonly VariationUnit[];
  /** How many units have fewer than five patients, or would reveal one that has. */
  readonly suppressed: number;
  readonly evidence?: readonly SpellEvidence[];
}

const ENDED = 1;
const BY = 'municipality';

/** @throws QueryRefused unknown pathway, type or dimension, no limit, no as-of instant */
export function variation(models: FigureModels, query: VariationQuery): Promise<VariationAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const to = requestedEnds(question, query.to, 'to');
    const within = readLimit(query.within, 'within');
    const groupBy = query.groupBy ?? BY;
    const selection = { ...query, groupBy };
    const ends = new Map(to.map((type) => [type, ENDED]));
    const rule = spellRule(question, query, ends, [within]);
    const groups = new Groups(selection, () => new SpellTally(ENDED));
    const spells = new SpellCollector(rule, readCount(query.evidence, 'evidence') ?? 0);
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
      ...{ from: query.from, to, within: formatLimit(within), ...spells.answer() },
      ...{ withinSeconds: limitSeconds(within), groupBy },
      ...unitsOf(groups, within, query),
      ...(query.evidence !== undefined && { evidence: await spells.evidence(view, question) }),
    };
  });
}

function unitsOf(
  groups: Groups<SpellTally>,
  within: Limit,
  query: VariationQuery,
): Pick<VariationAnswer, 'all' | 'overDispersion' | 'betweenUnits' | 'units' | 'suppressed'> {
  const seconds = limitSeconds(within);
  const { sample } = groups.all;
  const target = shareReached(sample, seconds);
  const all = { n: sample.n, share: target?.share ?? null };
  const { groups: found = [] } = groups.answer((tally) => ({
    counts: tally.counts(query),
    reached: shareReached(tally.sample, seconds),
  }));
  const listed = found.flatMap((group) =>
    group.patients !== null && group.reached !== undefined
      ? [{ ...group, reached: group.reached }]
      : [],
  );
  const chart = funnel(
    listed.map(({ reached }) => ({ share: reached.share, n: reached.effectiveN })),
    target?.share ?? 0,
  );
  const units = listed.map(({ group, patients, counts, reached }, i): VariationUnit => {
    const { z, limits, adjusted, place } = chart.points[i]!;
    const { share, effectiveN, fewCases } = reached;
    return {
      ...{ group, patients, ...counts, share, effectiveN, z, limits },
      ...{ adjustedLimits: adjusted, place },
      ...(fewCases ? { fewCases } : {}),
    };
  });
  return {
    ...{ all, overDispersion: chart.phi, betweenUnits: chart.tau2, units },
    suppressed: found.filter(({ patients }) => patients === null).length,
  };
}
