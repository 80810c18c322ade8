/** Queues, bounds for missing follow-up, and what to expect of those who wait: all by hand. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meanBounds, shareBounds } from './bounds.js';
import { chanceStillOpen, hazardAhead } from './hazard.js';
import { kaplanMeier } from './kaplan-meier.js';
import { littlesLaw, queuePressure, reliefCapacity, targetQueue } from './queueing.js';
import { sampleOf } from './survival.spec.support.js';

describe('A queue', () => {
  it('of 30 a week with a target of 52 weeks may have 390', () => {
    expect(targetQueue(30, 52)).toBe(390);
  });

  it('of 1,200 is brought there in 26 weeks by 61.15 a week', () => {
    const relief = reliefCapacity({ demand: 30, queue: 1_200, target: 52, periods: 26 });
    expect(relief).toBeCloseTo(61.15, 2);
  });

  it('is under pressure 1 where the mean wait is half the target', () => {
    expect(queuePressure(26, 52)).toBe(1);
  });
});

describe('Little’s law', () => {
  it('agrees with two cases by hand', () => {
    // 0 to 4 and 2 to 6: 1, 2, 1 open for two each, so L = 8/6; λ = 2/6, W = 4.
    const law = littlesLaw(Float64Array.of(0, 2), Float64Array.of(4, 6))!;
    expect(law.meanOpen).toBeCloseTo(8 / 6, 14);
    expect(law).toMatchObject({ arrivalRate: 2 / 6, meanSeconds: 4 });
    expect(law.residual).toBeLessThan(1e-12);
    expect(littlesLaw(new Float64Array(0), new Float64Array(0))).toBeUndefined();
  });

  it('holds for any closed cases', () => {
    const cases = fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 })), {
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(cases, (all) => {
        const starts = Float64Array.from(all, ([start]) => start);
        const ends = Float64Array.from(all, ([start, length]) => start + length);
        expect(littlesLaw(starts, ends)!.residual).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('Bounds for missing follow-up', () => {
  it('put all the missing on one side, then on the other', () => {
    expect(shareBounds({ yes: 6, no: 2, missing: 2 })).toEqual({ lower: 0.6, upper: 0.8 });
    const mean = meanBounds({ sum: 30, measured: 6, missing: 4, scale: [0, 10] });
    expect(mean).toEqual({ lower: 3, upper: 7 });
  });

  it('meet where nobody is missing, and say nothing of nobody', () => {
    expect(shareBounds({ yes: 1, no: 3, missing: 0 })).toEqual({ lower: 0.25, upper: 0.25 });
    expect(shareBounds({ yes: 0, no: 0, missing: 0 })).toBeNull();
    expect(meanBounds({ sum: 0, measured: 0, missing: 0, scale: [0, 1] })).toBeNull();
  });
});

describe('Of somebody who has waited for a while', () => {
  const DAY = 86_400;
  const days = (...all: number[]) => all.map((day) => ({ seconds: day * DAY, ended: true }));
  const curve = kaplanMeier(sampleOf(days(1, 5, 8, 12, 20)));

  it('the hazard ahead is 1 − S(d)/S(age), no further than the horizon and the deadline', () => {
    const ahead = { age: 5 * DAY, deadline: 60 * DAY, horizon: 7 * DAY };
    // S(5 d) = 3/5, S(12 d) = 1/5.
    expect(hazardAhead(curve, ahead)).toBeCloseTo(2 / 3, 14);
    // By the deadline at 8 days: S = 2/5.
    expect(hazardAhead(curve, { ...ahead, deadline: 8 * DAY })).toBeCloseTo(1 / 3, 14);
  });

  it('the risk of a breach is S(deadline)/S(age), and unknown beyond the longest wait', () => {
    expect(chanceStillOpen(curve, 5 * DAY, 12 * DAY)).toBeCloseTo(1 / 3, 14);
    expect(chanceStillOpen(curve, 30 * DAY, 40 * DAY)).toBeNull();
    expect(hazardAhead(curve, { age: 5 * DAY, deadline: 0, horizon: DAY })).toBe(0);
  });
});
