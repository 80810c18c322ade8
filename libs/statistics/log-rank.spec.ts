/** The log-rank test: a published example, a case by hand, and what always holds. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chiSquareTail } from './chi-square.js';
import { logRank } from './log-rank.js';
import { SpellSample } from './spell-sample.js';
import { sampleOf } from './survival.spec.support.js';

const ended = (...seconds: number[]) => seconds.map((s) => ({ seconds: s, ended: true }));
const open = (...seconds: number[]) => seconds.map((s) => ({ seconds: s, ended: false }));

describe('The log-rank test', () => {
  it('gives what is published of 6-MP against placebo (Freireich and others, 1963)', () => {
    const treated = sampleOf([
      ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
      ...open(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
    ]);
    const placebo = sampleOf(
      ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
    );
    const { chiSquare, df, p, groups } = logRank([treated, placebo]);
    expect(groups.map(({ observed }) => observed)).toEqual([9, 21]);
    expect(groups[0]!.expected).toBeCloseTo(19.25, 2);
    expect(groups[1]!.expected).toBeCloseTo(10.75, 2);
    expect(chiSquare).toBeCloseTo(16.79, 2);
    expect(df).toBe(1);
    expect(p).toBeCloseTo(4.17e-5, 7);
  });

  it('agrees with a case of late entry worked by hand', () => {
    const one = new SpellSample();
    one.add(3, 1);
    const other = new SpellSample();
    other.add(2, 1);
    other.add(4, 1, 2);
    // At 2: 2 at risk, 1 of the first. At 3: 2 at risk, 1 of the first. At 4 only the other is left.
    const { chiSquare, groups } = logRank([one, other]);
    expect(groups.map(({ expected }) => expected)).toEqual([1, 2]);
    expect(chiSquare).toBe(0);
  });

  it('has nothing to test where only one group was ever at risk', () => {
    expect(logRank([sampleOf(ended(1, 2)), sampleOf([])])).toMatchObject({ df: 0, p: null });
    expect(logRank([])).toEqual({ chiSquare: 0, df: 0, p: null, groups: [] });
  });

  it('expects as many as were observed, whatever the groups', () => {
    const spells = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(1), fc.nat(3)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(spells, (all) => {
        const samples = [0, 1, 2, 3].map((g) => {
          const sample = new SpellSample();
          for (const [seconds, cause, group] of all) if (group === g) sample.add(seconds, cause);
          return sample;
        });
        const { groups, chiSquare, df } = logRank(samples);
        const total = groups.reduce((sum, { observed, expected }) => sum + observed - expected, 0);
        expect(total).toBeCloseTo(0, 10);
        expect(chiSquare).toBeGreaterThanOrEqual(0);
        expect(df).toBeLessThan(4);
        // The order of the groups makes no difference.
        expect(logRank(samples.toReversed()).chiSquare).toBeCloseTo(chiSquare, 8);
      }),
    );
  });
});

describe('The tail of chi-square', () => {
  it('is that of the tables, near and far', () => {
    for (const [x, df, tail] of [
      [3.841458820694124, 1, 0.05],
      [5.991464547107979, 2, 0.05],
      [16.91897760462045, 9, 0.05],
      [0.01, 1, 0.920344325445942],
      [100, 3, 1.554159431389e-21],
    ] as const)
      expect(chiSquareTail(x, df) / tail).toBeCloseTo(1, 9);
    expect(chiSquareTail(0, 3)).toBe(1);
    expect(chiSquareTail(4, 2)).toBeCloseTo(Math.exp(-2), 14);
  });
});
