/**
 * How long nine in ten stay in each stage: the definition's own figure, else what the
 * population shows. Those still in the stage count for as long as they have been there,
 * so that a stage in which everybody is stuck does not look quick.
 */
import { limitSeconds } from '#pathway';
import type { Definition, Limit, LimitRef, PathwayVersions, StageSpell } from '#pathway';
import { CENSORED, kaplanMeier, quantileOf, SpellSample } from '#statistics';

export interface ExpectedStay {
  readonly stage: string;
  /** Null: fewer than nine in ten have been seen to leave, so nobody is late by it. */
  readonly p90Seconds: number | null;
  readonly source: 'definition' | 'population';
  /** Spells in this stage so far, and how many of them ended. */
  readonly n: number;
  readonly events: number;
}

interface Expectation {
  readonly stage: string;
  readonly limit: Limit | undefined;
  readonly sample: SpellSample;
}

const LEFT = 1;

export class StageExpectations {
  readonly #stages = new Map<string, Expectation>();

  /**
   * @param versions the newest version that has a stage says what is expected of it
   * @param asOf where spells that have not ended are cut off, ms since the epoch
   */
  constructor(
    versions: PathwayVersions,
    private readonly asOf: number,
  ) {
    for (const definition of versions.definitions().toReversed())
      for (const { stage, limit } of expectedIn(definition))
        if (!this.#stages.has(stage))
          this.#stages.set(stage, { stage, limit, sample: new SpellSample() });
  }

  add({ stage, from, to }: StageSpell): void {
    const seconds = Math.max(0, (to ?? this.asOf) - from) / 1000;
    this.#stages.get(stage)?.sample.add(seconds, to === undefined ? CENSORED : LEFT);
  }

  /** In the newest definition's order; stages that only older versions have come after. */
  settle(): readonly ExpectedStay[] {
    return [...this.#stages.values()].map(({ stage, limit, sample }) => {
      const counts = { n: sample.n, events: sample.count(LEFT) };
      return limit === undefined
        ? {
            stage,
            p90Seconds: quantileOf(kaplanMeier(sample), 0.9),
            source: 'population',
            ...counts,
          }
        : { stage, p90Seconds: limitSeconds(limit), source: 'definition', ...counts };
    });
  }
}

/** Stages with sub-stages are left out: the patient is always in one of those. */
function expectedIn(definition: Definition) {
  const parents = new Set(definition.stages.map(({ parent }) => parent));
  return definition.stages
    .filter(({ id }) => !parents.has(id))
    .map(({ id, expectedP90 }) => ({
      stage: id,
      limit: expectedP90 && defaultOf(definition, expectedP90),
    }));
}

/** What is expected of a stage is one figure for all places: a parameter's default. */
function defaultOf({ parameters }: Definition, ref: LimitRef): Limit | undefined {
  if (!('parameter' in ref)) return ref;
  const value = parameters.get(ref.parameter)?.default;
  return value?.kind === 'limit' ? value.limit : undefined;
}
