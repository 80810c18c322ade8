/** Outcomes: which of several things happened first, and by when. */
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import {
  aalenJohansen,
  atRiskAt,
  incidenceAt,
  incidenceDifference,
  type ShareInterval,
  type SpellSample,
} from '#statistics';
import { QueryRefused } from '../models/errors.js';
import type { Cause } from './cause.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { openQuestion, perEpisode, readLimit } from './question.js';
import type { AnswerHead, PerEpisode, Question } from './question.js';
import { Groups, type Grouped } from './groups.js';
import { requestedEnds, SpellCollector, spellRule } from './spell.js';
import type { SpellAnswer, SpellEvidence, SpellQuery } from './spell.js';
import { eachSelected } from './each-selected.js';
import { SpellTally, testedGroups, type GroupTest } from './spell-tally.js';
import type { SpellCounts } from './spell-tally.js';

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

/** What there is of all, and of each group. */
export interface OutcomeFigures extends SpellCounts {
  /** Number of ends by cause, by label. */
  readonly counts: Readonly<Record<string, number>>;
  readonly at: readonly OutcomesAt[];
}

/** How much more often something had happened in a group than in the largest one. */
export interface OutcomeDifference {
  readonly group: string;
  readonly against: string;
  readonly at: string;
  /** Cumulative incidence here less that in the other group, by label. */
  readonly causes: Readonly<Record<string, DifferenceInterval>>;
}

export interface DifferenceInterval {
  readonly difference: number;
  /** 95 % interval. */
  readonly lower: number;
  readonly upper: number;
  readonly fewCases?: true;
}

export interface OutcomesAnswer
  extends AnswerHead, PerEpisode, Omissions, SpellAnswer, OutcomeFigures, Grouped<OutcomeFigures> {
  readonly from: readonly string[];
  /** Whether the groups shown differ by more than chance would do in how long any of it takes. */
  readonly difference?: GroupTest;
  /** Of each group shown, against the one with most patients. */
  readonly differences?: readonly OutcomeDifference[];
  readonly evidence?: readonly SpellEvidence[];
}

/** @throws QueryRefused unknown pathway or type, a type in two causes, no limit, no instant */
export function outcomes(models: FigureModels, query: OutcomesQuery): Promise<OutcomesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const times = query.at.map((text) => readLimit(text, 'at'));
    const rule = spellRule(question, query, causeByType(question, query.causes), times);
    const groups = new Groups(query, () => new OutcomeTally(query, times));
    const spells = new SpellCollector(rule, query.evidence ?? 0);
    const { cache } = models;
    const source = { cache, view, question, byClose: rule.end !== undefined };
    const unreadable = await eachSelected(source, groups, (journey, tallies, closedAt) => {
      const spell = spells.collect(journey, closedAt);
      if (spell !== undefined) for (const tally of tallies) tally.spells.add(spell, journey);
    });
    const listed: OutcomeTally[] = [];
    const compared = testedGroups(groups, (tally) => {
      listed.push(tally);
      return tally.figures();
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      ...{ from: query.from, ...spells.answer() },
      ...groups.all.figures(),
      ...compared,
      ...(compared.groups === undefined
        ? {}
        : {
            differences: differences(
              listed,
              compared.groups.map(({ group }) => group),
            ),
          }),
      ...(query.evidence === undefined ? {} : { evidence: await spells.evidence(view, question) }),
    };
  });
}

class OutcomeTally {
  readonly spells: SpellTally;

  constructor(
    private readonly query: OutcomesQuery,
    private readonly times: readonly Limit[],
  ) {
    this.spells = new SpellTally(query.causes.length);
  }

  figures(): OutcomeFigures {
    const labels = this.query.causes.map(({ label }) => label);
    return {
      ...this.spells.counts(this.query),
      ...outcomesAt(this.spells.sample, labels, this.times),
    };
  }

  /** How much more often each thing had happened here than there, at each time. */
  against(other: OutcomeTally): readonly Pick<OutcomeDifference, 'at' | 'causes'>[] {
    const [here, there] = [this, other].map(({ spells }) => aalenJohansen(spells.sample));
    return this.times.map((limit) => {
      const seconds = limitSeconds(limit);
      const base = incidenceAt(there!, seconds).incidence;
      const causes = incidenceAt(here!, seconds).incidence.map((share, k) => {
        const { fewCases, ...difference } = incidenceDifference(share, base[k]!);
        return { ...difference, ...(fewCases ? { fewCases } : {}) };
      });
      return { at: formatLimit(limit), causes: this.byLabel(causes) };
    });
  }

  private byLabel<T>(values: readonly T[]): Readonly<Record<string, T>> {
    return Object.fromEntries(this.query.causes.map(({ label }, k) => [label, values[k]!]));
  }
}

/** How often each of several causes came first, and what share had come by certain times. */
export function outcomesAt<Label extends string>(
  sample: SpellSample,
  labels: readonly Label[],
  times: readonly Limit[],
): {
  readonly counts: Readonly<Record<Label, number>>;
  readonly at: readonly OutcomesAt[];
} {
  const curve = aalenJohansen(sample);
  const byLabel = <T>(values: readonly T[]) =>
    Object.fromEntries(labels.map((label, k) => [label, values[k]!])) as Record<Label, T>;
  return {
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
  };
}

/** The groups shown come first among the names, in the same order. */
function differences(
  [largest, ...others]: readonly OutcomeTally[],
  [against = '', ...names]: readonly string[],
): OutcomeDifference[] {
  if (largest === undefined) return [];
  return others.flatMap((tally, i) =>
    tally.against(largest).map((row) => ({ group: names[i]!, against, ...row })),
  );
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
    for (const type of requestedEnds(question, types, `causes.${label}`)) {
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
