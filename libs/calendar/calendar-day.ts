/**
 * Days of the calendar, and where they begin in a zone. A day is its number since
 * 1970-01-01, so that arithmetic on days is arithmetic on integers; only the zone's
 * rules (summer time, skipped days) come from Temporal, through a bounded cache.
 */
import { Temporal } from 'temporal-polyfill';

export const DAY_MS = 86_400_000;

/** A date of the proleptic Gregorian calendar; `month` and `day` count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return MONTH_DAYS[month - 1] ?? 0;
}

/** Days since 1970-01-01. Years are counted from March, so that a leap day ends one. */
export function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const monthsSinceMarch = month > 2 ? month - 3 : month + 9;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1;
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}

/** Of a text that begins with a date such as `2026-07-13`. */
export function dayOf(text: string): number {
  return dayNumber(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

export function dateOf(dayNumber: number): CalendarDate {
  const date = new Date(dayNumber * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The same day `months` later, or that month's last day where it has none such. */
export function addMonths(from: number, months: number): number {
  const { year, month, day } = dateOf(from);
  const monthIndex = year * 12 + (month - 1) + months;
  const toYear = Math.floor(monthIndex / 12);
  const toMonth = monthIndex - toYear * 12 + 1;
  return dayNumber(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** Enough for a century of days in one zone; beyond it the zone's cache starts anew. */
const CACHED_DAYS_MAX = 36_525;
const CACHED_ZONES_MAX = 16;
const startsByZone = new Map<string, Map<number, number>>();

/**
 * The first millisecond of that day in the zone. Where the clock skips midnight the day begins
 * later; a day that the zone skipped altogether begins where the next one does.
 * @throws RangeError when the zone is not known
 */
export function startOfDay(day: number, zone: string): number {
  if (zone === 'UTC') return day * DAY_MS;
  let starts = startsByZone.get(zone);
  if (starts === undefined) {
    if (startsByZone.size >= CACHED_ZONES_MAX) startsByZone.clear();
    starts = new Map();
    startsByZone.set(zone, starts);
  }
  const cached = starts.get(day);
  if (cached !== undefined) return cached;
  const { year, month, day: dayOfMonth } = dateOf(day);
  const start = Temporal.PlainDate.from({ year, month, day: dayOfMonth }).toZonedDateTime({
    timeZone: zone,
  }).epochMilliseconds;
  if (starts.size >= CACHED_DAYS_MAX) starts.clear();
  starts.set(day, start);
  return start;
}

/** The day it is in the zone at that instant (ms since the epoch). */
export function dayAt(instant: number, zone: string): number {
  let day = Math.floor(instant / DAY_MS);
  while (instant < startOfDay(day, zone)) day -= 1;
  while (instant >= startOfDay(day + 1, zone)) day += 1;
  return day;
}

/**
 * How far the zone's clock is ahead of UTC at that instant, in milliseconds. A day of 24 hours
 * has one offset throughout, which its start gives away (no zone has ever changed twice within
 * a day); only the days of a change need Temporal.
 * @throws RangeError when the zone is not known
 */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const day = dayAt(instant, zone);
  const start = startOfDay(day, zone);
  if (startOfDay(day + 1, zone) - start === DAY_MS) return day * DAY_MS - start;
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return local.offsetNanoseconds / 1_000_000;
}

/** Whether it names a zone of the IANA database, such as `Europe/Oslo` or `UTC`. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
