/** Cases that began before anybody watched: risk sets by hand, and against exact fractions. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aalenJohansen, incidenceAt } from './aalen-johansen.js';
import { kaplanMeier, quantileInterval95, quantileOf } from './kaplan-meier.js';
import { atRiskAt } from './exit-times.js';
import { SpellSample } from './spell-sample.js';

type LateSpell = readonly [seenFrom: number, seconds: number, cause: number];

function sampleFrom(spells: readonly LateSpell[], causes = 1): SpellSample {
  const sample = new SpellSample(causes);
  for (const [seenFrom, seconds, cause] of spells) sample.add(seconds, cause, seenFrom);
  return sample;
}

describe('Late entry', () => {
  // Seen from 0: 2 ended, 5 open. Seen from 1: 4 ended. Seen from 2: 6 ended; at 2 it is not at risk.
  const spells: readonly LateSpell[] = [
    [0, 2, 1],
    [0, 5, 0],
    [1, 4, 1],
    [2, 6, 1],
  ];

  it('lets the number at risk rise: nobody counts before being seen', () => {
    const { rows, n } = kaplanMeier(sampleFrom(spells));
    expect(n).toBe(4);
    // At 2: the two from 0 and the one from 1. At 4: those of 5, 4 and 6. At 6: the last alone.
    expect(rows.map((row) => [row.seconds, row.atRisk, row.events])).toEqual([
      [2, 3, 1],
      [4, 3, 1],
      [6, 1, 1],
    ]);
    expect(rows.map((row) => row.probability)).toEqual([2 / 3, 4 / 9, 0]);
    // Greenwood after two rows: 1/(3·2) + 1/(3·2) = 1/3.
    const spread = Math.exp(1.959963984540054 * Math.sqrt(1 / 3));
    expect(rows[1]!.lower).toBeCloseTo(4 / 9 / spread, 14);
  });

  it('stays at 0 once all who were seen have ended, however many come later', () => {
    const { rows } = kaplanMeier(sampleFrom([[0, 1, 1], ...spells.slice(2), [3, 9, 1]]));
    expect(rows.map(({ probability }) => probability)).toEqual([0, 0, 0, 0]);
    expect(rows.every(({ lower, upper }) => lower === null && upper === null)).toBe(true);
  });

  it('ends a quantile’s interval where the upper curve comes down for good', () => {
    const curve = kaplanMeier(sampleFrom(spells));
    expect(quantileOf(curve, 0.5)).toBe(4);
    expect(quantileInterval95(curve, 0.5)).toEqual([2, 'unknown']);
  });

  it('refuses whom nobody saw', () => {
    const sample = new SpellSample();
    expect(() => sample.add(5, 1, 5)).toThrow(RangeError);
    expect(() => sample.add(5, 1, -1)).toThrow(RangeError);
    sample.add(5, 1, 4.5);
    expect([sample.n, sample.late]).toEqual([1, 1]);
  });

  const late = fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.nat(2))
    .map(([seenFrom, more, cause]): LateSpell => [seenFrom, seenFrom + more, cause]);

  it('equals exact fractions: curve, risk sets and shares', () => {
    fc.assert(
      fc.property(fc.array(late, { minLength: 1, maxLength: 40 }), (all) => {
        const sample = sampleFrom(all, 2);
        const exact = exactly(all);
        const curve = aalenJohansen(sample);
        expect(curve.rows.map(({ seconds }) => seconds)).toEqual(exact.map(({ time }) => time));
        curve.rows.forEach((row, i) => {
          const { atRisk, none, shares } = exact[i]!;
          expect(row.atRisk).toBe(atRisk);
          expect(atRiskAt(sample, row.seconds)).toBe(atRisk);
          expect(row.none).toBeCloseTo(none, 13);
          expect(row.incidence[0]).toBeCloseTo(shares[0]!, 13);
          expect(row.incidence[1]).toBeCloseTo(shares[1]!, 13);
        });
      }),
    );
  });

  it('has the jackknife’s standard errors, worked out case by case', () => {
    fc.assert(
      fc.property(fc.array(late, { minLength: 2, maxLength: 15 }), (all) => {
        const curve = aalenJohansen(sampleFrom(all, 2));
        for (const { seconds, none } of curve.rows) {
          if (none === 0) return;
          const errors = incidenceAt(curve, seconds);
          const slow = jackknife(all, seconds);
          expect(errors.none.standardError).toBeCloseTo(slow[0]!, 6);
          expect(errors.incidence[0]!.standardError).toBeCloseTo(slow[1]!, 6);
          expect(errors.incidence[1]!.standardError).toBeCloseTo(slow[2]!, 6);
        }
      }),
    );
  });
});

/** Numerator and denominator. */
type Fraction = readonly [bigint, bigint];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const DIGITS = 10n ** 18n;
const numberOf = ([a, b]: Fraction): number => Number((a * DIGITS) / b) / 1e18;

/** The same by whole numbers alone. */
function exactly(spells: readonly LateSpell[]) {
  const times_ = [...new Set(spells.flatMap(([, s, c]) => (c > 0 ? [s] : [])))].sort(
    (a, b) => a - b,
  );
  let none: Fraction = [1n, 1n];
  let shares: Fraction[] = [
    [0n, 1n],
    [0n, 1n],
  ];
  return times_.map((time) => {
    const risk = spells.filter(([from, s]) => (from === 0 || from < time) && s >= time);
    const atRisk = BigInt(risk.length);
    const ended = [1, 2].map((k) =>
      BigInt(risk.filter(([, s, c]) => s === time && c === k).length),
    );
    shares = shares.map((share, k) => plus(share, times(none, [ended[k]!, atRisk])));
    none = times(none, [atRisk - ended[0]! - ended[1]!, atRisk]);
    return { time, atRisk: risk.length, none: numberOf(none), shares: shares.map(numberOf) };
  });
}

/** Σ (∂θ/∂w)² by moving the weight of each case a little, of none and of both shares. */
function jackknife(spells: readonly LateSpell[], until: number): readonly number[] {
  const step = 1e-5;
  const squares = [0, 0, 0];
  spells.forEach((_, i) => {
    const more = weighted(spells, until, (j) => (j === i ? 1 + step : 1));
    const less = weighted(spells, until, (j) => (j === i ? 1 - step : 1));
    more.forEach((value, k) => (squares[k]! += ((value - less[k]!) / (2 * step)) ** 2));
  });
  return squares.map(Math.sqrt);
}

function weighted(
  spells: readonly LateSpell[],
  until: number,
  weight: (i: number) => number,
): readonly number[] {
  const times_ = [...new Set(spells.map(([, s]) => s))]
    .filter((s) => s <= until)
    .sort((a, b) => a - b);
  let [none, first, second] = [1, 0, 0];
  for (const time of times_) {
    let [risk, one, two] = [0, 0, 0];
    spells.forEach(([from, s, cause], i) => {
      if (!((from === 0 || from < time) && s >= time)) return;
      risk += weight(i);
      if (s === time && cause === 1) one += weight(i);
      if (s === time && cause === 2) two += weight(i);
    });
    first += (none * one) / risk;
    second += (none * two) / risk;
    none *= 1 - (one + two) / risk;
  }
  return [none, first, second];
}
