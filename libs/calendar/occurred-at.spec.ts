/** When something happened: instant, day or month, and the interval that each stands for. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOf, dayNumber } from './calendar-day.js';
import {
  instantFault,
  intervalOf,
  occurredAtFault,
  parseInstant,
  parseOccurredAt,
} from './occurred-at.js';

const iso = (instant: number) => new Date(instant).toISOString();
const pad = (value: number, width: number) => String(value).padStart(width, '0');
const dayText = (day: number) => {
  const date = dateOf(day);
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
};
const ordinaryDay = fc.integer({ min: dayNumber(1950, 1, 1), max: dayNumber(2100, 1, 1) });

describe('parseOccurredAt', () => {
  it('infers the precision from the form', () => {
    expect(parseOccurredAt('2026-03-14T10:15:00+02:00')).toEqual({ precision: 'instant' });
    expect(parseOccurredAt('2026-03-14')).toEqual({ precision: 'day' });
    expect(parseOccurredAt('2026-03')).toEqual({ precision: 'month' });
    expect(parseOccurredAt('2026-03-32')).toBeUndefined();
  });
});

describe('occurredAtFault', () => {
  it.each([
    ['2026-02-30', '2026-02 has no day 30'],
    ['2025-02-29', '2025-02 has no day 29'],
    ['1900-02-29T00:00:00Z', '1900-02 has no day 29'],
    ['2026-13', 'month 13 does not exist'],
    ['2026-00-01', 'month 00 does not exist'],
    ['2026-01-00', '2026-01 has no day 00'],
    ['0000-01-01', 'year 0000 does not exist'],
    ['2026-03-14T24:00:00Z', 'hour 24 does not exist'],
    ['2026-03-14T10:60:00Z', 'minute 60 does not exist'],
    ['2026-12-31T23:59:60Z', 'leap seconds (:60) cannot be placed'],
    ['2026-03-14T10:15:61Z', 'second 61 does not exist'],
    ['2026-03-14T10:15Z', 'an instant needs its seconds'],
    ['2026-03-14T10:15:00', 'an instant needs its UTC offset'],
    ['2026-03-14T10:15:00.1234567890Z', 'at most 9 digits'],
    ['2026-03-14T10:15:00+24:00', 'UTC offset +24:00 does not exist'],
    ['2026-03-14 10:15:00Z', 'expected an RFC 3339 instant'],
    ['2026-03-14T10:15:00.Z', 'expected an RFC 3339 instant'],
    ['2026-03-14T10:15:00Z ', 'expected an RFC 3339 instant'],
    ['yesterday', 'expected an instant such as'],
    ['', 'expected an instant such as'],
    ['2026', 'expected an instant such as'],
    ['2026-3-14', 'expected an instant such as'],
  ])('says of %j: %s', (text, reason) => {
    expect(occurredAtFault(text)).toContain(reason);
    expect(() => intervalOf(text, 'UTC')).toThrow(RangeError);
  });

  it.each(['2024-02-29', '2000-02-29T00:00:00Z', '0001-01', '9999-12-31T23:59:59.999999999-23:59'])(
    'finds nothing wrong with %s',
    (text) => expect(occurredAtFault(text)).toBeUndefined(),
  );
});

describe('parseInstant', () => {
  it.each([
    ['2026-03-14T10:15:00+02:00', '2026-03-14T08:15:00.000Z'],
    ['2026-03-14T10:15:00-03:30', '2026-03-14T13:45:00.000Z'],
    ['2026-03-14T10:15:00.5Z', '2026-03-14T10:15:00.500Z'],
    ['2026-03-14T10:15:00.05Z', '2026-03-14T10:15:00.050Z'],
    ['2026-03-14T10:15:00.123999999Z', '2026-03-14T10:15:00.123Z'],
    ['2026-03-14t10:15:00z', '2026-03-14T10:15:00.000Z'],
    ['0001-01-01T00:00:00-00:00', '0001-01-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(iso(parseInstant(text) ?? NaN)).toBe(expected);
  });

  it('reads whatever Date writes', () => {
    const from = Date.parse('0001-01-01T00:00:00Z');
    const instants = fc.integer({ min: from, max: Date.parse('9999-12-31T23:59:59.999Z') });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseInstant(iso(instant))).toBe(instant);
      }),
    );
  });

  it('never throws, and has a reason for all that it refuses', () => {
    const nearly = fc.stringMatching(
      /^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,11})?(Z|[+-][0-2][0-9]:[0-6][0-9])?$/,
    );
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        expect(parseInstant(text) === undefined).toBe(instantFault(text) !== undefined);
      }),
    );
  });
});

describe('intervalOf', () => {
  it('makes an instant its own two ends, whatever the zone', () => {
    const instant = Date.parse('2026-03-14T08:15:00Z');
    expect(intervalOf('2026-03-14T10:15:00+02:00', 'Europe/Oslo')).toEqual({
      start: instant,
      end: instant,
    });
  });

  it.each([
    ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['2026-03', '2026-02-28T23:00:00.000Z', '2026-03-31T21:59:59.999Z'],
    ['2024-02', '2024-01-31T23:00:00.000Z', '2024-02-29T22:59:59.999Z'],
    ['2026-12', '2026-11-30T23:00:00.000Z', '2026-12-31T22:59:59.999Z'],
  ])('lets %s last from the first to the last millisecond in Oslo', (text, start, end) => {
    const interval = intervalOf(text, 'Europe/Oslo');
    expect([iso(interval.start), iso(interval.end)]).toEqual([start, end]);
  });

  it('makes a day that the zone skipped a single instant', () => {
    const skipped = intervalOf('2011-12-30', 'Pacific/Apia');
    expect(skipped.end).toBe(skipped.start);
    expect(intervalOf('2011-12-31', 'Pacific/Apia').start).toBe(skipped.start);
  });

  it('lets each day begin where the one before it ended', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'America/Sao_Paulo', 'Asia/Kathmandu');
    fc.assert(
      fc.property(zones, ordinaryDay, (zone, day) => {
        const today = intervalOf(dayText(day), zone);
        const tomorrow = intervalOf(dayText(day + 1), zone);
        expect(today.start).toBeLessThan(today.end);
        expect(tomorrow.start).toBe(today.end + 1);
      }),
    );
  });

  it('lets a month reach from its first day to its last', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'Europe/Helsinki');
    fc.assert(
      fc.property(zones, ordinaryDay, (zone, day) => {
        const month = intervalOf(dayText(day).slice(0, 7), zone);
        const inside = intervalOf(dayText(day), zone);
        expect(month.start).toBeLessThanOrEqual(inside.start);
        expect(month.end).toBeGreaterThanOrEqual(inside.end);
      }),
    );
  });
});
