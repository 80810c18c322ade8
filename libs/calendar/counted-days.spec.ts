/** Days of a kind, counted over centuries without asking about each again. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CYCLE_DAYS, CountedDays } from './counted-days.js';

const YEAR = 365;
/** Counting one by one takes its time. */
const RUNS = { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3) };

/** Each week but its last two days, and once in a cycle a free month; closed in the first years. */
function isOpen(day: number): boolean {
  if (day < 5 * YEAR && day % 11 === 0) return false;
  const inCycle = ((day % CYCLE_DAYS) + CYCLE_DAYS) % CYCLE_DAYS;
  return inCycle % 7 < 5 && !(inCycle > 3_000 && inCycle < 3_031);
}

describe('Days that are counted', () => {
  const days = new CountedDays(isOpen, 5 * YEAR);
  /** Never finds out that anything repeats. */
  const plain = new CountedDays(isOpen, Infinity);
  const anyDay = fc.integer({ min: -10 * YEAR, max: 2_000 * YEAR });

  it('are found as by counting one by one, however many', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 600_000 }), (day, n) => {
        expect(days.nth(day, n)).toBe(plain.nth(day, n));
      }),
      RUNS,
    );
  });

  it('are as many between two days as by counting one by one', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => {
        expect(days.between(one, other)).toBe(plain.between(one, other));
      }),
      RUNS,
    );
  });

  it('are found backwards as by counting one by one, however many', () => {
    const isOpenBefore = (day: number) => isOpen(day < 0 ? day + 50 * CYCLE_DAYS : day);
    const known = new CountedDays(isOpenBefore, 5 * YEAR, 0);
    const unknown = new CountedDays(isOpenBefore, Infinity);
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 600_000 }), (day, n) => {
        expect(known.nthBefore(day, n)).toBe(unknown.nthBefore(day, n));
        expect(unknown.nth(unknown.nthBefore(day, n) - 1, n + 1)).toBe(unknown.nth(day - 1, 1));
      }),
      RUNS,
    );
  });

  it('are asked about once, also where a look-up reaches over millennia', () => {
    let asked = 0;
    const counting = new CountedDays((day) => {
      asked += 1;
      return isOpen(day);
    }, 5 * YEAR);
    counting.nth(0, 1_000_000);
    const before = asked;
    for (let day = 1; day < 100; day += 1) counting.nth(day, 1_000_000);
    expect(asked).toBe(before);
  });
});
