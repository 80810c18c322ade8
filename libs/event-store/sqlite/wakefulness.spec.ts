/** Waking or sleeping: the faster way wins, and goes on being compared. */
import { describe, expect, it } from '@jest/globals';
import { Wakefulness } from './wakefulness.js';

/** Makes so many commits and answers in what share of them the loop was kept awake. */
function shareAwake(
  wakefulness: Wakefulness,
  commits: number,
  tookMs: (awake: boolean, commit: number) => number,
): number {
  let awake = 0;
  for (let commit = 0; commit < commits; commit += 1) {
    const chosen = wakefulness.choose();
    wakefulness.learn(chosen, tookMs(chosen, commit));
    if (chosen) awake += 1;
  }
  return awake / commits;
}

describe('Staying awake for a commit', () => {
  it('is chosen where it is faster, and given up where it is slower', () => {
    const wakefulness = new Wakefulness();
    expect(shareAwake(wakefulness, 3_000, (awake) => (awake ? 0.14 : 0.18))).toBeGreaterThan(0.9);
    shareAwake(wakefulness, 3_000, (awake) => (awake ? 0.43 : 0.25));
    expect(shareAwake(wakefulness, 1_000, (awake) => (awake ? 0.43 : 0.25))).toBeLessThan(0.1);
    shareAwake(wakefulness, 5_000, (awake) => (awake ? 0.14 : 0.18));
    expect(shareAwake(wakefulness, 3_000, (awake) => (awake ? 0.14 : 0.18))).toBeGreaterThan(0.9);
  });

  it('is not given up for a slow commit now and then', () => {
    const wakefulness = new Wakefulness();
    const withCheckpoints = (awake: boolean, commit: number) =>
      commit % 50 === 0 ? 20 : awake ? 0.14 : 0.18;
    expect(shareAwake(wakefulness, 5_000, withCheckpoints)).toBeGreaterThan(0.85);
  });
});
