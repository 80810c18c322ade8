/** Lengths between events of which some are known only to the day, by hand. */
import { describe, expect, it } from '@jest/globals';
import { daysBetween, secondsBetween } from './elapsed.js';
import { intervalOf } from './occurred-at.js';

const ZONE = 'Europe/Oslo';
const DAY = 86_400;
const between = (from: string, to: string) =>
  secondsBetween(intervalOf(from, ZONE), intervalOf(to, ZONE), ZONE);

describe('The time between two events', () => {
  it('is exact between two instants', () => {
    expect(between('2026-03-01T10:00:00+01:00', '2026-03-02T09:30:00+01:00')).toBe(84_600);
  });

  it('is in whole days where either is known only to the day, as the clock goes forward, too', () => {
    expect(between('2026-03-01', '2026-03-03T23:00:00+01:00')).toBe(2 * DAY);
    expect(between('2026-03-01T10:00:00+01:00', '2026-03-03')).toBe(2 * DAY);
    expect(between('2026-03-28', '2026-03-30')).toBe(2 * DAY);
    expect(between('2026-03', '2026-03-30')).toBe(29 * DAY);
  });

  it('is none on one day, in whichever order the two stand', () => {
    expect(between('2026-03-01T10:00:00+01:00', '2026-03-01')).toBe(0);
    expect(between('2026-03-01', '2026-03-01T10:00:00+01:00')).toBe(0);
    expect(between('2026-03-02T10:00:00+01:00', '2026-03-01T10:00:00+01:00')).toBe(0);
  });

  it('in days goes by the dates of the zone, whatever the hours', () => {
    const [late, early] = ['2026-03-01T23:30:00+01:00', '2026-03-02T00:30:00+01:00'];
    expect(daysBetween(intervalOf(late, ZONE), intervalOf(early, ZONE), ZONE)).toBe(1);
    expect(daysBetween(intervalOf(late, 'UTC'), intervalOf(early, 'UTC'), 'UTC')).toBe(0);
  });
});
