/** What other calendar libraries got wrong, in its smallest form, against the laws. */
import { describe, expect, it } from '@jest/globals';
import { calendarOfRegion, calendarOfZone, type CalendarRules } from './calendar.js';
import { addLimit, dueAt, formatInstant } from './due.js';
import type { Limit } from './limit.js';
import { intervalOf, parseInstant } from './occurred-at.js';

const ENGLAND = calendarOfZone('Europe/London');

/** The working day on which a limit that began on a day ends. */
function workingDay(from: string, amount: number, calendar: CalendarRules): string {
  const zone = 'Europe/London';
  const due = dueAt(intervalOf(from, zone), { amount, unit: 'working-day' }, { zone, calendar });
  return formatInstant(due ?? Number.NaN, zone).slice(0, 10);
}

describe('Working days', () => {
  it('that begin on a Saturday are counted from the Monday, which is the first', () => {
    expect([1, 5, 10].map((days) => workingDay('2026-01-03', days, ENGLAND))).toEqual([
      '2026-01-05',
      '2026-01-09',
      '2026-01-16',
    ]);
  });

  it('go over a holiday that falls on a Saturday, which moves nothing', () => {
    expect(workingDay('2026-06-05', 1, calendarOfZone('Europe/Stockholm'))).toBe('2026-06-08');
  });

  it.each([
    ['2020-05-01', '2020-05-04', 'the May holiday was moved to the Friday'],
    ['2020-05-07', '2020-05-11', 'the May holiday was moved to the Friday'],
    ['2022-05-27', '2022-05-30', 'the spring holiday was moved to June'],
    ['2022-06-01', '2022-06-06', 'two holidays for the jubilee'],
    ['2026-12-24', '2026-12-29', 'Boxing Day on a Saturday is made up for'],
  ])('in England lead from %s to %s: %s', (from, to) => {
    expect(workingDay(from, 1, ENGLAND)).toBe(to);
  });

  it('go over the turn of a year', () => {
    expect(workingDay('2026-12-30', 2, ENGLAND)).toBe('2027-01-04');
  });

  it('have Easter Monday in Scotland and not in England', () => {
    expect(workingDay('2026-04-02', 1, ENGLAND)).toBe('2026-04-07');
    expect(workingDay('2026-04-02', 1, calendarOfRegion('GB-SCT'))).toBe('2026-04-06');
  });
});

describe('Where the clocks change', () => {
  const zone = 'Europe/Stockholm';
  const owner = { zone, calendar: calendarOfZone(zone) };
  const after = (from: string, limit: Limit): string =>
    formatInstant(addLimit(parseInstant(from) ?? Number.NaN, limit, owner) ?? Number.NaN, zone);

  it('a day ends with the day, and 24 hours an hour later by the clock in spring', () => {
    const noon = '2026-03-28T12:00:00+01:00';
    expect(after(noon, { amount: 1, unit: 'day' })).toBe('2026-03-29T23:59:59.999+02:00');
    expect(after(noon, { amount: 24, unit: 'hour' })).toBe('2026-03-29T13:00:00+02:00');
  });

  it('what is due daily is due once a day', () => {
    const dueDaily = (from: string, days: number) =>
      Array.from({ length: days }, (_, n) => after(from, { amount: n + 1, unit: 'day' }));
    expect(dueDaily('2026-03-28T02:30:00+01:00', 3).map((due) => due.slice(0, 10))).toEqual([
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ]);
    expect(dueDaily('2026-10-24T02:30:00+02:00', 2)).toEqual([
      '2026-10-25T23:59:59.999+01:00',
      '2026-10-26T23:59:59.999+01:00',
    ]);
  });
});
