/**
 * How long nine in ten stay in each stage: the definition's own figure, else what the
 * population shows. Those still in the stage count for as long as they have been there,
 * so that a stage in which everybody is stuck does not look quick.
 */
import { limitSeconds } from '#pathway';
import type { Definition, StageSpell } from '#pathway';
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

const LEFT = 1;

export class StageExpectations {
  readonly #samples = new Map<string, SpellSample>();

  /** @param asOf where spells that have not ended are cut off, ms since the epoch */
  constructor(
    private readonly definition: Definition,
    private readonly asOf: number,
  ) {
    for (const { id } of definition.stages) this.#samples.set(id, new SpellSample());
  }

  add({ stage, from, to }: StageSpell): void {
    const seconds = Math.max(0, (to ?? this.asOf) - from) / 1000;
    this.#samples.get(stage)?.add(seconds, to === undefined ? CENSORED : LEFT);
  }

  /** In the definition's order. */
  settle(): readonly ExpectedStay[] {
    return this.definition.stages.map(({ id, expectedP90 }) => {
      const sample = this.#samples.get(id)!;
      const counts = { n: sample.n, events: sample.count(LEFT) };
      return expectedP90 === undefined
        ? {
            stage: id,
            p90Seconds: quantileOf(kaplanMeier(sample), 0.9),
            source: 'population',
            ...counts,
          }
        : { stage: id, p90Seconds: limitSeconds(expectedP90), source: 'definition', ...counts };
    });
  }
}
