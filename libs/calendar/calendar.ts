/** Which days are working days, benefit days and holidays, and for whom. */
import { dateOf, dayNumber, dayOf } from './calendar-day.js';
import { CountedDays } from './counted-days.js';
import type { CountedDayUnit } from './limit.js';
import { HOLIDAY_YEARS, isPublicHoliday } from './public-holidays.js';
import type { HolidayRegion } from './public-holidays.js';

export type { HolidayRegion } from './public-holidays.js';

/** A definition's (or a service's) own calendar. */
export interface CalendarRules {
  /** Whose public holidays are days off; undefined: nobody's. */
  readonly holidays: HolidayRegion | undefined;
  /** Days off that are not public holidays. */
  readonly eves: readonly Eve[];
  /** Other days on which it is closed, inclusive, as `2026-07-13`. */
  readonly closures: readonly { readonly from: string; readonly to: string }[];
  /** Which days count as benefit days. */
  readonly benefitDays: BenefitDays;
}

export type Eve = 'christmas-eve' | 'new-years-eve' | 'midsummer-eve';

/**
 * `monday-to-friday`: holidays count as well; `monday-to-saturday`: without public
 * holidays; `every-day`.
 */
export type BenefitDays = 'monday-to-friday' | 'monday-to-saturday' | 'every-day';

const REGION_OF_ZONE: ReadonlyMap<string, HolidayRegion> = new Map([
  ['Europe/Oslo', 'NO'],
  ['Europe/Helsinki', 'FI'],
  ['Europe/Stockholm', 'SE'],
  ['Europe/London', 'GB-ENG'],
]);

/** Background knowledge, as the guide for pathway authors says. */
const BENEFIT_DAYS: Readonly<Record<HolidayRegion, BenefitDays>> = {
  NO: 'monday-to-friday',
  FI: 'monday-to-saturday',
  SE: 'every-day',
  'GB-ENG': 'monday-to-friday',
  'GB-SCT': 'monday-to-friday',
};

const defaults = new Map<HolidayRegion | undefined, CalendarRules>();

/** The calendar of a definition that gives none: its zone's country, no eves, no closures. */
export function calendarOfZone(zone: string): CalendarRules {
  return calendarOfRegion(REGION_OF_ZONE.get(zone));
}

/** A region's calendar without eves and closures; undefined: nobody's holidays, Monday to Friday. */
export function calendarOfRegion(region: HolidayRegion | undefined): CalendarRules {
  let rules = defaults.get(region);
  if (rules === undefined) {
    const benefitDays = region === undefined ? 'monday-to-friday' : BENEFIT_DAYS[region];
    rules = { holidays: region, eves: [], closures: [], benefitDays };
    defaults.set(region, rules);
  }
  return rules;
}

/** Whether the day (number since 1970-01-01) is a public holiday of the calendar's region. */
export function isHoliday(day: number, { holidays }: CalendarRules): boolean {
  return holidays !== undefined && isPublicHoliday(day, holidays);
}

/** Monday to Friday, except public holidays, eves that are days off, and closures. */
export function isWorkingDay(day: number, calendar: CalendarRules): boolean {
  return daysCounted('working-day', calendar).has(day);
}

/** Depends on `benefitDays`; eves and closures make no difference, offices do not pay by the day. */
export function isBenefitDay(day: number, calendar: CalendarRules): boolean {
  return daysCounted('benefit-day', calendar).has(day);
}

const counted = new WeakMap<CalendarRules, Record<CountedDayUnit, CountedDays>>();

/** The days that a unit counts in this calendar. */
export function daysCounted(unit: CountedDayUnit, calendar: CalendarRules): CountedDays {
  let kinds = counted.get(calendar);
  if (kinds === undefined) {
    kinds = {
      'working-day': countedDays(workingDayTest(calendar), calendar),
      'benefit-day': countedDays(benefitDayTest(calendar), calendar),
    };
    counted.set(calendar, kinds);
  }
  return kinds[unit];
}

/** The first day after all known holidays and all closures. */
function regularFrom({ closures }: CalendarRules): number {
  const afterHolidays = dayNumber(HOLIDAY_YEARS.last + 1, 1, 1);
  return closures.reduce((from, { to }) => Math.max(from, dayOf(to) + 1), afterHolidays);
}

/** The first day that may be a known holiday or lie in a closure. */
function regularUntil({ closures }: CalendarRules): number {
  const holidays = dayNumber(HOLIDAY_YEARS.first, 1, 1);
  return closures.reduce((until, { from }) => Math.min(until, dayOf(from)), holidays);
}

function countedDays(counts: (day: number) => boolean, calendar: CalendarRules): CountedDays {
  return new CountedDays(counts, regularFrom(calendar), regularUntil(calendar));
}

function workingDayTest(calendar: CalendarRules): (day: number) => boolean {
  const closures = calendar.closures.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }));
  return (day) =>
    weekday(day) <= FRIDAY &&
    !isHoliday(day, calendar) &&
    !calendar.eves.some((eve) => isEve(day, eve)) &&
    !closures.some(({ from, to }) => from <= day && day <= to);
}

function benefitDayTest(calendar: CalendarRules): (day: number) => boolean {
  switch (calendar.benefitDays) {
    case 'every-day':
      return () => true;
    case 'monday-to-friday':
      return (day) => weekday(day) <= FRIDAY;
    case 'monday-to-saturday':
      return (day) => weekday(day) <= SATURDAY && !isHoliday(day, calendar);
  }
}

function isEve(day: number, eve: Eve): boolean {
  const { month, day: ofMonth } = dateOf(day);
  if (eve === 'christmas-eve') return month === 12 && ofMonth === 24;
  if (eve === 'new-years-eve') return month === 12 && ofMonth === 31;
  return month === 6 && ofMonth >= 19 && ofMonth <= 25 && weekday(day) === FRIDAY;
}

const FRIDAY = 4;
const SATURDAY = 5;

/** From 0, Monday, to 6; day 0 was a Thursday. */
function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
