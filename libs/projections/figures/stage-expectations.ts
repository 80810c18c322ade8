/**
 * How long patients may stay in each stage: the definition's `limit`, and the 90th
 * percentile, from the definition or else from the population of the last twelve months. Open
 * stays count with their length so far, so that a stage in which everybody is stuck does not look quick;
 * those that began earlier count from the age that they had then (late entry).
 */
import { addLimit, limitSeconds } from '#calendar';
import { type Definition, type LimitRef, resolveLimit, type PathwayVersions } from '#pathway';
import { CENSORED, kaplanMeier, quantileOf, SpellSample } from '#statistics';
import type { Stay } from './stays.js';

export interface ExpectedStay {
  readonly stage: string;
  /**
   * Null: there is no such figure, so nobody exceeds it. The definition has only a limit,
   * or fewer than nine in ten have been seen to leave.
   */
  readonly p90Seconds: number | null;
  /** Length of the definition's limit, for comparison; absent if it has none. */
  readonly limitSeconds?: number;
  readonly source: 'definition' | 'population';
  /** Stays in this stage so far, and how many of them have ended. */
  readonly n: number;
  readonly events: number;
  /** What the stays that have not ended are beyond the 90th percentile, in all; null without one. */
  readonly excessSeconds: number | null;
}

/** The bounds that a stay can exceed. */
export type StayBound = 'limit' | 'expected-p90' | 'population-p90';

export interface BoundedStay {
  readonly by: StayBound;
  /** Last instant that is in time, ms since the epoch. */
  readonly until: number;
}

interface Expectation {
  readonly stage: string;
  /** The newest version that has the stage. */
  readonly definition: Definition;
  readonly limit: LimitRef | undefined;
  readonly expectedP90: LimitRef | undefined;
  /** Of the last twelve months. */
  readonly sample: SpellSample;
  readonly open: Stay[];
  counts: { n: number; events: number };
  /** 90th percentile of the population, seconds; null: not needed, or not reached. */
  populationP90: number | null;
}

const LEFT = 1;
const YEAR_MS = 365 * 86_400_000;

export class StageExpectations {
  private readonly stages = new Map<string, Expectation>();

  /**
   * @param versions the expectation for a stage comes from the newest version that has it
   * @param asOf when open stays are censored, ms since the epoch
   */
  constructor(
    versions: PathwayVersions,
    private readonly asOf: number,
  ) {
    for (const definition of versions.definitions().toReversed())
      for (const expectation of expectedIn(definition))
        if (!this.stages.has(expectation.stage)) this.stages.set(expectation.stage, expectation);
  }

  add(stay: Stay): void {
    const { stage, from, to } = stay;
    const expectation = this.stages.get(stage);
    if (expectation === undefined) return;
    const { sample, open, counts } = expectation;
    counts.n += 1;
    if (to === undefined) open.push(stay);
    else counts.events += 1;
    const seconds = Math.max(0, (to ?? this.asOf) - from) / 1000;
    const seenFrom = Math.max(0, this.asOf - YEAR_MS - from) / 1000;
    if (seenFrom === 0 || seenFrom < seconds)
      sample.add(seconds, to === undefined ? CENSORED : LEFT, seenFrom);
  }

  /**
   * The expectation for each stage where no municipality has its own; in the newest
   * definition's order, followed by stages that only older versions have. To be called once
   * all stays are added, and before `boundsOf`.
   */
  settle(): readonly ExpectedStay[] {
    return [...this.stages.values()].map((expectation) => {
      const { stage, definition, limit, expectedP90, sample } = expectation;
      const length = (ref: LimitRef) => limitSeconds(resolveLimit(definition, ref, undefined));
      if (limit === undefined && expectedP90 === undefined) {
        expectation.populationP90 = quantileOf(kaplanMeier(sample), 0.9);
        const counts = { ...expectation.counts, excessSeconds: this.excessOf(expectation) };
        return { stage, p90Seconds: expectation.populationP90, source: 'population', ...counts };
      }
      const counts = { ...expectation.counts, excessSeconds: this.excessOf(expectation) };
      return {
        stage,
        p90Seconds: expectedP90 === undefined ? null : length(expectedP90),
        ...(limit === undefined ? {} : { limitSeconds: length(limit) }),
        source: 'definition',
        ...counts,
      };
    });
  }

  /** By what is expected where each patient lives. */
  private excessOf({ definition, expectedP90, populationP90, open }: Expectation): number | null {
    if (expectedP90 === undefined && populationP90 === null) return null;
    const p90Of = ({ municipality }: Stay): number =>
      expectedP90 === undefined
        ? (populationP90 ?? 0)
        : limitSeconds(resolveLimit(definition, expectedP90, municipality));
    return open.reduce(
      (sum, stay) => sum + Math.max(0, (this.asOf - stay.from) / 1000 - p90Of(stay)),
      0,
    );
  }

  /** Whether the bounds of stays there are another with every question: those of the population. */
  isMoving(stage: string): boolean {
    return (this.stages.get(stage)?.populationP90 ?? null) !== null;
  }

  /**
   * The bounds of this stay, the soonest first. A limit ends as that of a duty does, on the
   * pathway's own days; a percentile is a length of time.
   */
  boundsOf({ stage, from, municipality }: Stay): readonly BoundedStay[] {
    const expectation = this.stages.get(stage);
    if (expectation === undefined) return [];
    const { definition, limit, expectedP90, populationP90 } = expectation;
    const there = (ref: LimitRef) => resolveLimit(definition, ref, municipality);
    const bounds: BoundedStay[] = [];
    if (limit !== undefined)
      bounds.push({ by: 'limit', until: addLimit(from, there(limit), definition) });
    if (expectedP90 !== undefined)
      bounds.push({ by: 'expected-p90', until: from + limitSeconds(there(expectedP90)) * 1000 });
    if (populationP90 !== null)
      bounds.push({ by: 'population-p90', until: from + populationP90 * 1000 });
    return bounds.sort((a, b) => a.until - b.until);
  }
}

/**
 * Stages with sub-stages only if the definition bounds them: the population's figure is
 * given for their parts.
 */
function expectedIn(definition: Definition): readonly Expectation[] {
  const parents = new Set(definition.stages.map(({ parent }) => parent));
  return definition.stages
    .filter(
      ({ id, limit, expectedP90 }) =>
        !parents.has(id) || limit !== undefined || expectedP90 !== undefined,
    )
    .map(({ id, limit, expectedP90 }) => ({
      stage: id,
      definition,
      limit,
      expectedP90,
      sample: new SpellSample(),
      open: [],
      counts: { n: 0, events: 0 },
      populationP90: null,
    }));
}
