/** Kaplan-Meier: a published example, ties and censoring at the edges, and what always holds. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atRiskAt } from './exit-times.js';
import { kaplanMeier, medianInterval95, quantileOf, survivalAt } from './kaplan-meier.js';
import { SpellSample } from './spell-sample.js';
import { sampleOf } from './survival.spec.support.js';

const ended = (...seconds: number[]) => seconds.map((s) => ({ seconds: s, ended: true }));
const open = (...seconds: number[]) => seconds.map((s) => ({ seconds: s, ended: false }));

describe('Kaplan-Meier', () => {
  describe('on remission times of 21 patients given 6-MP (Freireich and others, 1963)', () => {
    const curve = kaplanMeier(
      sampleOf([
        ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
        ...open(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
      ]),
    );
    it('gives the published curve with its numbers at risk', () => {
      expect(curve.rows.map((r) => [r.seconds, r.atRisk, r.events])).toEqual([
        [6, 21, 3],
        [7, 17, 1],
        [10, 15, 1],
        [13, 12, 1],
        [16, 11, 1],
        [22, 7, 1],
        [23, 6, 1],
      ]);
      const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
      curve.rows.forEach((r, i) => expect(r.probability).toBeCloseTo(published[i]!, 3));
    });
    it('gives the interval on the log scale that R gives', () => {
      const lower = [0.72, 0.653, 0.586, 0.51, 0.439, 0.337, 0.249];
      const upper = [1, 0.996, 0.968, 0.935, 0.896, 0.858, 0.807];
      curve.rows.forEach((r, i) => {
        expect(r.lower).toBeCloseTo(lower[i]!, 3);
        expect(r.upper).toBeCloseTo(upper[i]!, 3);
      });
    });
    it('gives the median, and no upper end of its interval', () => {
      expect(quantileOf(curve, 0.5)).toBe(23);
      expect(medianInterval95(curve)).toEqual([16, null]);
    });
  });

  it('counts a spell censored at the very time of an event as still at risk then', () => {
    const curve = kaplanMeier(sampleOf([...ended(5), ...open(5, 9)]));
    expect(curve.rows).toHaveLength(1);
    expect(curve.rows[0]).toMatchObject({ seconds: 5, atRisk: 3, events: 1 });
    expect(curve.rows[0]!.probability).toBeCloseTo(2 / 3, 15);
  });

  it('puts ties of events in one row', () => {
    const curve = kaplanMeier(sampleOf([...ended(4, 4, 4), ...open(8)]));
    expect(curve.rows.map((r) => [r.seconds, r.atRisk, r.events, r.probability])).toEqual([
      [4, 4, 3, 0.25],
    ]);
  });

  it('has no interval where nobody is left', () => {
    const curve = kaplanMeier(sampleOf(ended(1, 2)));
    expect(curve.rows[1]).toEqual({
      seconds: 2,
      atRisk: 1,
      events: 1,
      probability: 0,
      lower: null,
      upper: null,
    });
    expect(medianInterval95(curve)).toEqual([1, null]);
  });

  it('has a median and no interval for one case that ended', () => {
    const curve = kaplanMeier(sampleOf(ended(30)));
    expect(quantileOf(curve, 0.5)).toBe(30);
    expect(medianInterval95(curve)).toEqual([null, null]);
  });

  it('does not reach its median when all are censored, when one case is open, or when too few ended', () => {
    for (const spells of [open(1, 2, 3), open(1), [...ended(1), ...open(2, 2, 2)]]) {
      const curve = kaplanMeier(sampleOf(spells));
      expect(quantileOf(curve, 0.5)).toBeNull();
      expect(curve.censored).toBe(open(...spells.filter((s) => !s.ended).map(() => 0)).length);
    }
  });

  it('answers for nobody', () => {
    expect(kaplanMeier(sampleOf([]))).toEqual({ n: 0, events: 0, censored: 0, rows: [] });
    expect(quantileOf(kaplanMeier(sampleOf([])), 0.5)).toBeNull();
  });

  it('reaches a share that rounding puts a hair away', () => {
    // 1 − 0.9 is 0.09999999999999998, and after nine of ten the curve stands at 0.1.
    const curve = kaplanMeier(sampleOf(ended(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
    expect([0.5, 0.8, 0.9, 1].map((p) => quantileOf(curve, p))).toEqual([5, 8, 9, 10]);
  });

  it('reads the curve between its steps', () => {
    const curve = kaplanMeier(sampleOf(ended(10, 20)));
    expect([9.9, 10, 19, 20, 99].map((t) => survivalAt(curve, t))).toEqual([1, 0.5, 0.5, 0, 0]);
  });

  it('refuses a spell of negative or unknown length', () => {
    expect(() => new SpellSample().add(-1, 1)).toThrow(RangeError);
    expect(() => new SpellSample().add(Number.NaN, 0)).toThrow(RangeError);
    expect(() => new SpellSample(2).add(1, 3)).toThrow(RangeError);
    expect(() => new SpellSample(0)).toThrow(RangeError);
  });

  const durations = fc.array(fc.nat(50), { minLength: 1, maxLength: 60 });

  it('is one minus the share that ended when nobody is censored', () => {
    fc.assert(
      fc.property(durations, (seconds) => {
        const curve = kaplanMeier(sampleOf(ended(...seconds)));
        for (const row of curve.rows) {
          const left = seconds.filter((s) => s > row.seconds).length / seconds.length;
          expect(row.probability).toBe(left);
        }
      }),
    );
  });

  it('falls, stays inside its interval, and counts everybody at risk', () => {
    const spells = fc.array(fc.record({ seconds: fc.nat(50), ended: fc.boolean() }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(spells, (all) => {
        const sample = sampleOf(all);
        let before = 1;
        for (const row of kaplanMeier(sample).rows) {
          expect(row.probability).toBeLessThan(before);
          expect(row.atRisk).toBe(all.filter((s) => s.seconds >= row.seconds).length);
          expect(atRiskAt(sample, row.seconds)).toBe(row.atRisk);
          if (row.lower !== null) {
            expect(row.lower).toBeLessThanOrEqual(row.probability);
            expect(row.upper!).toBeGreaterThanOrEqual(row.probability);
          }
          before = row.probability;
        }
      }),
    );
  });
});
