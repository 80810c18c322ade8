/** Aalen-Johansen: a case by hand, and how it must agree with Kaplan-Meier. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aalenJohansen, incidenceAt } from './aalen-johansen.js';
import { kaplanMeier, survivalAt } from './kaplan-meier.js';
import { SpellSample } from './spell-sample.js';

function sampleFrom(causes: number, spells: readonly (readonly [number, number])[]): SpellSample {
  const sample = new SpellSample(causes);
  for (const [seconds, cause] of spells) sample.add(seconds, cause);
  return sample;
}

describe('Aalen-Johansen', () => {
  it('agrees with a case worked by hand', () => {
    // 1: first cause (1/5). 2: censored. 3: second cause, 4/5 · 1/3. 4: both, 8/15 · 1/2 each.
    const curve = aalenJohansen(
      sampleFrom(2, [
        [1, 1],
        [2, 0],
        [3, 2],
        [4, 1],
        [4, 2],
      ]),
    );
    expect(curve.counts).toEqual([2, 2]);
    expect(curve.censored).toBe(1);
    expect(curve.rows.map((r) => [r.seconds, r.atRisk, r.events])).toEqual([
      [1, 5, [1, 0]],
      [3, 3, [0, 1]],
      [4, 2, [1, 1]],
    ]);
    const [f1, f2] = curve.rows[2]!.incidence;
    expect(f1).toBeCloseTo(1 / 5 + 4 / 15, 14);
    expect(f2).toBeCloseTo(4 / 15 + 4 / 15, 14);
    expect(incidenceAt(curve, 3.5).none.share).toBeCloseTo(8 / 15, 14);
  });

  it('says that nothing has happened before the first event, and for nobody', () => {
    const curve = aalenJohansen(sampleFrom(2, [[5, 1]]));
    expect(incidenceAt(curve, 4)).toMatchObject({
      incidence: [{ share: 0 }, { share: 0 }],
      none: { share: 1 },
    });
    const nobody = aalenJohansen(new SpellSample(3));
    expect(nobody).toEqual({ n: 0, counts: [0, 0, 0], censored: 0, rows: [] });
    expect(incidenceAt(nobody, 4).none).toEqual({
      share: 1,
      lower: 1,
      upper: 1,
      standardError: 0,
      fewest: 0,
      fewCases: true,
    });
  });

  const spells = fc.array(fc.tuple(fc.nat(40), fc.nat(3)), { maxLength: 80 });

  it('shares out everybody: the causes and none add up to one', () => {
    fc.assert(
      fc.property(spells, (all) => {
        for (const row of aalenJohansen(sampleFrom(3, all)).rows) {
          const total = row.incidence.reduce((a, b) => a + b, 0) + row.none;
          expect(Math.abs(total - 1)).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it('with one cause is one minus Kaplan-Meier', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(1)), { maxLength: 80 }), (all) => {
        const sample = sampleFrom(1, all);
        const curve = kaplanMeier(sample);
        for (const row of aalenJohansen(sample).rows) {
          expect(row.incidence[0]).toBeCloseTo(1 - survivalAt(curve, row.seconds), 12);
        }
      }),
    );
  });

  it('never gives a cause more than one minus Kaplan-Meier of that cause alone', () => {
    fc.assert(
      fc.property(spells, (all) => {
        const curve = aalenJohansen(sampleFrom(3, all));
        const alone = kaplanMeier(
          sampleFrom(
            1,
            all.map(([seconds, cause]) => [seconds, cause === 1 ? 1 : 0]),
          ),
        );
        for (const row of curve.rows) {
          expect(row.incidence[0]! - 1e-12).toBeLessThanOrEqual(1 - survivalAt(alone, row.seconds));
        }
      }),
    );
  });
});
