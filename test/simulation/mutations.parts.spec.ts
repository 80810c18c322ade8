/** The simulation finds every bug that is planted in it. */
import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { MUTATIONS, plantedNamed } from './mutations.js';
import type { Planted } from './planted.js';
import { runSeed } from './run-seed.js';

/** A planted bug that is not found by then is not found. */
const SEEDS_MAX = 2_000;

describe('The simulation', () => {
  it.each(MUTATIONS.map(({ name, mistake }) => [name, mistake]))(
    'finds %s: %s',
    async (name) => {
      const planted = plantedNamed(name);
      const noticed = await firstNoticed(planted);
      expect(noticed.some((invariant) => planted.breaks.includes(invariant))).toBe(true);
    },
    300_000,
  );
});

/** Numbers of the invariants that the first seed which notices anything finds broken. */
async function firstNoticed(planted: Planted): Promise<readonly number[]> {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violations } = await runSeed(seed, { planted, mix: planted.revealedBy ?? {} });
    if (violations.length > 0) return violations.map(({ invariant }) => invariant);
  }
  return [];
}
