/** The simulation itself: seeds pass, repeat themselves byte for byte, and find what is planted. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import 'reflect-metadata';
import { MUTATIONS, plantedNamed } from './mutations.js';
import type { Planted } from './planted.js';
import { runSeed } from './run-seed.js';

/** More of them run in `npm run simulate`. */
const SEEDS = 40;
const PAGE = readFileSync(new URL('../../../docs/simulation.md', import.meta.url), 'utf8');

/** A planted bug that is not found by then is not found. */
const SEEDS_MAX = 2_000;

describe('The simulation', () => {
  it(`breaks no invariant in ${SEEDS} seeds`, async () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations } = await runSeed(seed);
      for (const { invariant, what } of violations)
        failures.push(`seed ${seed}, invariant ${invariant}: ${what}`);
    }
    expect(failures).toEqual([]);
  }, 120_000);

  it('does the same again in the same seed, byte for byte, and something else in another', async () => {
    const [one, again, other] = [
      await runSeed(7, { keepLines: true }),
      await runSeed(7, { keepLines: true }),
      await runSeed(8),
    ];
    expect(again.lines).toEqual(one.lines);
    expect(again.digest).toBe(one.digest);
    expect(other.digest).not.toBe(one.digest);
  });

  it('tells of each planted bug in its page', () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| ([^|]*?) +\|/gm)].map((row) =>
      row.slice(1),
    );
    expect(rows).toEqual(MUTATIONS.map(({ name, mistake }) => [name, mistake]));
  });

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
    const { violations } = await runSeed(seed, { planted, mix: planted.shownBy ?? {} });
    if (violations.length > 0) return violations.map(({ invariant }) => invariant);
  }
  return [];
}
