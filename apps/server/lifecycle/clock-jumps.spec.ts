/** A clock that is set while the server runs does not go unnoticed; one that is kept right is no news. */
import { describe, expect, it } from '@jest/globals';
import { ClockJumps } from './clock-jumps.js';

describe('A clock', () => {
  it('that is set forward or back is noticed once each time, by how much', () => {
    const now = { reading: Date.parse('2026-01-01T00:00:00Z'), passed: 0 };
    const jumps = new ClockJumps(
      () => now.reading,
      () => now.passed,
    );
    const after = (passed: number, reading: number) => {
      now.passed += passed;
      now.reading += reading;
      return jumps.look();
    };
    expect(after(10_000, 10_400)).toBeUndefined();
    expect(after(10_000, 3_610_000)).toBe(3_600_000);
    expect(after(10_000, 10_000)).toBeUndefined();
    expect(after(10_000, -7_190_000)).toBe(-7_200_000);
    expect(jumps.count).toBe(2);
  });
});
