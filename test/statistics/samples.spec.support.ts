/** Random samples of spells, the same ones in every run, for comparing statistics with others. */
import { SpellSample } from '#statistics';

export interface RandomSpell {
  readonly group: number;
  readonly seenFrom: number;
  readonly seconds: number;
  /** 0: censored. */
  readonly cause: number;
}

/** Mulberry32: 32 bits of state, the same numbers on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Shape {
  readonly n: number;
  readonly causes: number;
  readonly groups: number;
  /** Whole seconds up to this: the smaller, the more ties. */
  readonly most: number;
  /** Share that is first seen late. */
  readonly late: number;
}

export function randomSpells(random: () => number, shape: Shape): readonly RandomSpell[] {
  const { n, causes, groups, most, late } = shape;
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: n }, () => {
    const group = below(groups);
    const seconds = 1 + below(most * (1 + group / 3));
    const seenFrom = random() < late ? below(seconds) : 0;
    return { group, seenFrom, seconds, cause: below(causes + 1) };
  });
}

export function sampleOfSpells(spells: readonly RandomSpell[], causes: number): SpellSample {
  const sample = new SpellSample(causes);
  for (const { seconds, cause, seenFrom } of spells) sample.add(seconds, cause, seenFrom);
  return sample;
}
