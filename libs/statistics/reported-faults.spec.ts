/** What other survival libraries got wrong, in its smallest form, worked by hand. */
import { describe, expect, it } from '@jest/globals';
import { aalenJohansen, incidenceAt } from './aalen-johansen.js';
import { kaplanMeier, medianInterval95, quantileInterval95, quantileOf } from './kaplan-meier.js';
import { SpellSample } from './spell-sample.js';
import { sampleOf } from './survival.spec.support.js';

const ended = (...days: number[]) => days.map((seconds) => ({ seconds, ended: true }));
const open = (...days: number[]) => days.map((seconds) => ({ seconds, ended: false }));
const sharesOf = (curve: ReturnType<typeof kaplanMeier>) =>
  curve.rows.map(({ seconds, probability }) => [seconds, Math.round(probability * 1e9) / 1e9]);

describe('A median', () => {
  it('is not reached where more than half are still waiting', () => {
    const curve = kaplanMeier(sampleOf([...ended(10, 20), ...open(30, 30, 30)]));
    expect(sharesOf(curve)).toEqual([
      [10, 0.8],
      [20, 0.6],
    ]);
    expect(quantileOf(curve, 0.5)).toBeNull();
  });

  it('is where the curve first reaches a half, the beginning of a flat stretch', () => {
    expect(quantileOf(kaplanMeier(sampleOf(ended(10, 20, 30, 40))), 0.5)).toBe(20);
    expect(quantileOf(kaplanMeier(sampleOf(ended(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))), 0.5)).toBe(5);
  });

  it('has an interval on the log scale, whose ends are never 0', () => {
    const curve = kaplanMeier(sampleOf(ended(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
    // The upper curve stays above a half as long as it is defined: R says NA.
    expect(quantileInterval95(curve, 0.5)).toEqual([3, 'unknown']);
    expect(medianInterval95(curve)).toEqual([3, null]);
  });
});

describe('A curve', () => {
  it('loses whom it no longer sees before the first step, and falls by larger steps', () => {
    const seen = sampleOf([...ended(10, 20, 30, 40), ...open(12, 12, 12, 12, 12, 12)]);
    const curve = kaplanMeier(seen);
    expect(sharesOf(curve).slice(0, 3)).toEqual([
      [10, 0.9],
      [20, 0.6],
      [30, 0.3],
    ]);
    expect(quantileOf(curve, 0.5)).toBe(30);
  });

  it('does not count whom it sees only from the very instant at which somebody ends', () => {
    const sample = new SpellSample();
    sample.add(5, 1, 0);
    sample.add(10, 1, 0);
    sample.add(10, 1, 5);
    expect(sharesOf(kaplanMeier(sample))[0]).toEqual([5, 0.5]);
  });

  it('of several exits begins with whoever got there on the same day', () => {
    const sample = new SpellSample(2);
    for (const [days, exit] of [
      [0, 1],
      [10, 2],
      [20, 1],
      [30, 0],
    ] as const)
      sample.add(days, exit);
    const curve = aalenJohansen(sample);
    const at = (days: number) => incidenceAt(curve, days).incidence.map(({ share }) => share);
    expect([at(0), at(20)]).toEqual([
      [0.25, 0],
      [0.5, 0.25],
    ]);
  });
});
