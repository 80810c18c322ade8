/** XmR chart and funnel: cases worked by hand, rule by rule. */
import { describe, expect, it } from '@jest/globals';
import { funnel } from './funnel.js';
import { shareReached } from './share-reached.js';
import { sampleOf } from './survival.spec.support.js';
import { xmrChart, type XmrRule } from './xmr.js';

function signalled(values: readonly number[], rule: XmrRule): number[] {
  return xmrChart(values)!.signals.flatMap((rules, i) => (rules.includes(rule) ? [i] : []));
}

describe('The XmR chart', () => {
  it('has its limits at 2.66 mean moving ranges from the mean', () => {
    // Mean 11, moving ranges 2, 1, 3, 2: mean 2.
    const chart = xmrChart([10, 12, 11, 14, 12])!;
    expect(chart.mean).toBeCloseTo(11.8, 12);
    expect(chart.meanRange).toBe(2);
    expect([chart.lower, chart.upper]).toEqual([
      expect.closeTo(11.8 - 5.32, 12),
      expect.closeTo(11.8 + 5.32, 12),
    ]);
    expect(chart.signals.flat()).toEqual([]);
  });

  it('drops a moving range of at least 3.267 times the mean, so that a jump cannot hide itself', () => {
    const values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 40];
    // Ranges: eight of 1 and one of 30; their mean is 38/9, times 3.267 is 13.8.
    const chart = xmrChart(values)!;
    expect(chart.meanRange).toBe(1);
    expect(signalled(values, 'outside')).toContain(9);
  });

  it('marks seven on one side of the mean, and not six', () => {
    const six = [0, 9, 0, 9, 0, 9, 6, 6, 5, 6, 5, 6, 0, 9];
    expect(signalled(six, 'shift')).toEqual([]);
    const seven = [1, 0, 1, 0, 1, 0, 1, 4, 5, 4, 5, 4, 5, 4];
    expect(signalled(seven, 'shift')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('marks seven that rise or fall, and not six', () => {
    expect(signalled([5, 1, 2, 3, 4, 5, 6, 1, 5], 'trend')).toEqual([]);
    expect(signalled([5, 1, 2, 3, 4, 5, 6, 7, 1], 'trend')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(signalled([1, 7, 6, 5, 4, 3, 2, 1, 5], 'trend')).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('marks two of three beyond two thirds of the way to a limit, on the same side', () => {
    const usual = Array.from({ length: 20 }, (_, i) => 10 + (i % 2));
    expect(signalled([...usual, 13, 11, 13, 11], 'near-limit')).toEqual([20, 22]);
    expect(signalled([...usual, 13, 11, 8, 11], 'near-limit')).toEqual([]);
  });

  it('needs two values, and marks nothing where nothing varies', () => {
    expect(xmrChart([4])).toBeUndefined();
    expect(xmrChart([4, 4, 4, 4, 4, 4, 4, 4])!.signals.flat()).toEqual([]);
  });
});

describe('The funnel', () => {
  it('has the limits of the arcsine scale', () => {
    // θ = arcsin √½ = π/4, s = 1/(2·10) = 0.05: sin²(π/4 ± 1.96·0.05) = ½ ± ½·sin(0.196).
    const { points, phi, tau2 } = funnel([{ share: 0.5, n: 100 }], 0.5);
    const [point] = points;
    expect(point!.z).toBeCloseTo(0, 12);
    expect(point!.limits.upper95).toBeCloseTo(0.5 + Math.sin(0.1 * 1.959963984540054) / 2, 12);
    expect(point!.limits.lower998).toBeCloseTo(0.5 - Math.sin(0.1 * 3.090232306167813) / 2, 12);
    expect([phi, tau2]).toEqual([expect.closeTo(0, 12), 0]);
    expect(point!.place).toBe('within');
  });

  it('marks who lies outside, and takes over-dispersion into account', () => {
    // All of the same size, so τ² = (φ·N − (N − 1)) / (w·(N − 1)) with w = 4n.
    const alike = Array.from({ length: 20 }, () => ({ share: 0.5, n: 100 }));
    const one = funnel([...alike, { share: 0.75, n: 100 }], 0.5);
    expect(one.tau2).toBe(0);
    expect(one.points.at(-1)!.place).toBe('far-above');

    const spread = Array.from({ length: 20 }, (_, i) => ({ share: i % 2 ? 0.35 : 0.65, n: 100 }));
    const over = funnel(spread, 0.5);
    const z = (Math.asin(Math.sqrt(0.65)) - Math.PI / 4) / 0.05;
    expect(over.phi).toBeCloseTo(z * z, 10);
    expect(over.tau2).toBeCloseTo((20 * z * z - 19) / (400 * 19), 12);
    expect(over.points.map(({ place }) => place)).toEqual(spread.map(() => 'within'));
    expect(over.points[0]!.limits.upper998).toBeLessThan(0.66);
  });

  it('draws in the outermost tenths before it judges how much all vary', () => {
    // Eleven z values 0, …, 0, 10: the 90 % quantile of type 7 is the second largest, 0.
    const units = Array.from({ length: 11 }, (_, i) => ({ share: i === 10 ? 0.99 : 0.5, n: 100 }));
    expect(funnel(units, 0.5).phi).toBeCloseTo(0, 12);
  });
});

describe('The share that got there by a deadline', () => {
  const ended = (...seconds: number[]) => seconds.map((s) => ({ seconds: s, ended: true }));

  it('weighs as many cases as there are where none is open', () => {
    const reached = shareReached(sampleOf(ended(1, 2, 3, 4, 5, 6, 7, 8)), 2)!;
    expect(reached.share).toBe(0.25);
    expect(reached.effectiveN).toBeCloseTo(8, 12);
  });

  it('weighs fewer where some are open, and who was followed where nothing varies', () => {
    // S = 2/3 · 1/2: Greenwood 1/(3·2) + 1/(2·1) = 2/3, Var S = 2/27; n = (1/3·2/3)/(2/27) = 3.
    const spells = [...ended(1, 3), { seconds: 2, ended: false }, { seconds: 5, ended: false }];
    const reached = shareReached(sampleOf(spells), 4)!;
    // At 1 of four, at 3 of two: S = 3/4 · 1/2; Greenwood 1/12 + 1/2 = 7/12.
    expect(reached.share).toBeCloseTo(5 / 8, 12);
    expect(reached.effectiveN).toBeCloseTo(((3 / 8) * (5 / 8)) / ((9 / 64) * (7 / 12)), 10);
    expect(shareReached(sampleOf(ended(9, 9)), 4)).toMatchObject({ share: 0, effectiveN: 2 });
    expect(shareReached(sampleOf(ended(1, 2)), 4)).toMatchObject({ share: 1, effectiveN: 2 });
    expect(shareReached(sampleOf([]), 4)).toBeUndefined();
  });
});
