/** The simulation itself: seeds pass, and repeat themselves byte for byte. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import 'reflect-metadata';
import { MUTATIONS } from './mutations.js';
import { runSeed } from './run-seed.js';

/** Two thousand run in `npm run test:parts`. */
const SEEDS = 5;
const PAGE = readFileSync(new URL('../../../docs/simulation.md', import.meta.url), 'utf8');

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
});
