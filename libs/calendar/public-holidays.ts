/**
 * Public holidays by region and year. The dates come from the `date-holidays` library, which
 * keeps up with changes of law and one-off holidays; only what its authors mark `public`
 * counts, so eves, flag days and observances do not. The answer depends on nothing but region
 * and year, and not on the machine's zone.
 */
import Holidays from 'date-holidays';
import { dateOf, dayNumber, dayOf } from './calendar-day.js';

export type HolidayRegion = 'NO' | 'FI' | 'SE' | 'GB-ENG' | 'GB-SCT';

/**
 * Years for which holidays are known; outside them no day is a holiday. Today's laws are
 * applied from the first year to the last, so the further from today, the less reliable they
 * are.
 */
export const HOLIDAY_YEARS = { first: 1900, last: 2199 } as const;

const FIRST_DAY = dayNumber(HOLIDAY_YEARS.first, 1, 1);
const LAST_DAY = dayNumber(HOLIDAY_YEARS.last, 12, 31);

const NONE: ReadonlySet<number> = new Set();
const byRegion = new Map<HolidayRegion, { source: Holidays; years: Map<number, Set<number>> }>();

/** Whether the day (number since 1970-01-01) is a public holiday; a Sunday as such is not. */
export function isPublicHoliday(day: number, region: HolidayRegion): boolean {
  // A limit may run for millennia; only days of known years are looked up.
  if (day < FIRST_DAY || day > LAST_DAY) return false;
  return publicHolidays(region, dateOf(day).year).has(day);
}

/** The day numbers of that year's public holidays. Worked out once per region and year. */
export function publicHolidays(region: HolidayRegion, year: number): ReadonlySet<number> {
  if (year < HOLIDAY_YEARS.first || year > HOLIDAY_YEARS.last) return NONE;
  let known = byRegion.get(region);
  if (known === undefined) {
    known = { source: sourceOf(region), years: new Map() };
    byRegion.set(region, known);
  }
  let days = known.years.get(year);
  if (days === undefined) {
    // The library writes a holiday's beginning as local time, such as `2026-05-17 00:00:00`.
    days = new Set(known.source.getHolidays(year).map(({ date }) => dayOf(date)));
    known.years.set(year, days);
  }
  return days;
}

function sourceOf(region: HolidayRegion): Holidays {
  const [country = '', state = ''] = region.split('-');
  return new Holidays(country, state, { types: ['public'] });
}
