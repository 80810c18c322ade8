/** Days and months, and where they begin in a zone. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  DAY_MS,
  addMonths,
  dateOf,
  dayAt,
  dayNumber,
  daysInMonth,
  isZone,
  offsetAt,
  startOfDay,
} from './calendar-day.js';

const ZONES = ['UTC', 'Europe/Oslo', 'Europe/Helsinki', 'America/Sao_Paulo', 'Pacific/Apia'];
const anyDay = fc.integer({ min: dayNumber(1900, 1, 1), max: dayNumber(2100, 1, 1) });

describe('dayNumber', () => {
  it('counts from 1970-01-01', () => {
    expect(dayNumber(1970, 1, 1)).toBe(0);
    expect(dayNumber(1969, 12, 31)).toBe(-1);
    expect(dayNumber(2000, 3, 1) - dayNumber(2000, 2, 28)).toBe(2);
    expect(dayNumber(1900, 3, 1) - dayNumber(1900, 2, 28)).toBe(1);
  });

  it('is undone by dateOf from year 1 to 9999', () => {
    const days = fc.integer({ min: dayNumber(1, 1, 1), max: dayNumber(9999, 12, 31) });
    fc.assert(
      fc.property(days, (day) => {
        const date = dateOf(day);
        expect(dayNumber(date.year, date.month, date.day)).toBe(day);
      }),
    );
  });
});

describe('daysInMonth', () => {
  it('gives February its leap day every fourth year, but for three centuries in four', () => {
    const february = [2023, 2024, 1900, 2000, 2100].map((year) => daysInMonth(year, 2));
    expect(february).toEqual([28, 29, 28, 29, 28]);
  });
});

describe('addMonths', () => {
  const after = (year: number, month: number, day: number, months: number) =>
    dateOf(addMonths(dayNumber(year, month, day), months));

  it('keeps the day of the month where there is one', () => {
    expect(after(2026, 1, 15, 3)).toEqual({ year: 2026, month: 4, day: 15 });
    expect(after(2026, 11, 30, 14)).toEqual({ year: 2028, month: 1, day: 30 });
  });

  it('ends on the last day of a shorter month', () => {
    expect(after(2026, 1, 31, 1)).toEqual({ year: 2026, month: 2, day: 28 });
    expect(after(2028, 1, 31, 1)).toEqual({ year: 2028, month: 2, day: 29 });
    expect(after(2026, 8, 31, 1)).toEqual({ year: 2026, month: 9, day: 30 });
    expect(after(2024, 2, 29, 12)).toEqual({ year: 2025, month: 2, day: 28 });
  });
});

describe('days in a zone', () => {
  it('last 23 and 25 hours when summer time begins and ends in Oslo', () => {
    const hours = (month: number, day: number) =>
      (startOfDay(dayNumber(2026, month, day) + 1, 'Europe/Oslo') -
        startOfDay(dayNumber(2026, month, day), 'Europe/Oslo')) /
      3_600_000;
    expect(hours(3, 28)).toBe(24);
    expect(hours(3, 29)).toBe(23);
    expect(hours(10, 25)).toBe(25);
  });

  it('begin after midnight where the clock skips it', () => {
    const start = startOfDay(dayNumber(2018, 11, 4), 'America/Sao_Paulo');
    expect(new Date(start).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });

  it('contain exactly the instants that dayAt gives them', () => {
    const instants = fc.integer({ min: -70 * 365 * DAY_MS, max: 130 * 365 * DAY_MS });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, instant) => {
        const day = dayAt(instant, zone);
        expect(startOfDay(day, zone)).toBeLessThanOrEqual(instant);
        expect(startOfDay(day + 1, zone)).toBeGreaterThan(instant);
      }),
    );
  });

  it('begin in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyDay, (zone, day) => {
        expect(startOfDay(day + 1, zone)).toBeGreaterThanOrEqual(startOfDay(day, zone));
      }),
    );
  });

  it('have the offset that Temporal gives each of their instants', () => {
    const anyInstant = fc.integer({ min: -150 * 365 * DAY_MS, max: 130 * 365 * DAY_MS });
    const nearChange = fc
      .record({
        year: fc.integer({ min: 1990, max: 2040 }),
        hours: fc.integer({ min: -60, max: 60 }),
      })
      .map(({ year, hours }) => dayNumber(year, 10, 28) * DAY_MS + hours * 3_600_000);
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(anyInstant, nearChange), (zone, instant) => {
        const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(offsetAt(instant, zone)).toBe(local.offsetNanoseconds / 1e6);
      }),
    );
  });

  it('are not known in an unknown zone', () => {
    expect(() => startOfDay(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('isZone', () => {
  it.each(['UTC', 'Europe/Oslo', 'Etc/GMT+3', 'America/Argentina/Buenos_Aires'])(
    'knows %s',
    (zone) => expect(isZone(zone)).toBe(true),
  );
  it.each(['', '+02:00', 'Europe/Atlantis', 'Europe/Oslo ', 'local'])('refuses %j', (zone) =>
    expect(isZone(zone)).toBe(false),
  );
});
