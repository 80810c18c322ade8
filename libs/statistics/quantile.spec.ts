/** Quantiles between and at the values, and sums that lose no small term. */
import { describe, expect, it } from '@jest/globals';
import { CarefulSum, mean, sum } from './sum.js';
import { median, quantile } from './quantile.js';

describe('Quantile of type 7', () => {
  it('interpolates between the two nearest values', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect(quantile([10, 20, 40], 0.25)).toBe(15);
  });
  it('is the smallest and the largest value at its ends', () => {
    expect(quantile([3, 5, 9], 0)).toBe(3);
    expect(quantile([3, 5, 9], 1)).toBe(9);
  });
  it('is the value itself when there is one, and nothing when there is none', () => {
    expect(quantile([7], 0.92)).toBe(7);
    expect(median(new Float64Array(0))).toBeNull();
  });
  it('refuses a share outside 0 to 1', () => {
    expect(() => quantile([1], 1.2)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('Sum', () => {
  it('keeps small terms beside large ones that cancel', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  });
  it('does not drift over many terms', () => {
    const total = new CarefulSum();
    for (let i = 0; i < 1_000_000; i++) total.add(0.1);
    expect(total.value).toBe(100_000);
  });
  it('has no mean of nothing', () => {
    expect(mean([])).toBeNull();
    expect(mean([1, 2, 6])).toBe(3);
  });
});
