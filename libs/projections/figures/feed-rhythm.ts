/**
 * The rhythm of a source, learned from the days on which it reported: which weekdays are usual for
 * it, and how many of these it misses now and then; and which hours of these days, if any. A source
 * that misses more is silent. Pure.
 */
import { quantile } from '#statistics';

/** What is known of a source's days by an instant; days since 1970-01-01, ascending. */
export interface Rhythm {
  /** Monday is 1. Those on which it reported in at least half of the weeks; all, if none is. */
  readonly usualWeekdays: readonly number[];
  /** Usual days in a row that it may miss: the 95th percentile (type 7) of what it did, at least 1. */
  readonly missedAtMost: number;
  readonly reportingDays: number;
}

/** What it may be asked: a rhythm of fewer days is chance. */
const DAYS_LEAST = 10;
/** Rhythms change: what is longer ago says nothing of today. */
const WINDOW_DAYS = 182;
const USUAL_SHARE = 0.5;
const QUANTILE = 0.95;

/** Undefined where it reported on too few days. */
export function rhythmOf(days: readonly number[]): Rhythm | undefined {
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const recent = days.filter((day) => day > last - WINDOW_DAYS);
  if (recent.length < DAYS_LEAST) return undefined;
  const usualWeekdays = usualAmong(recent);
  const missed = recent
    .slice(1)
    .map((day, index) => missedBetween(recent[index]!, day, usualWeekdays))
    .sort((a, b) => a - b);
  const often = quantile(Float64Array.from(missed), QUANTILE) ?? 0;
  return {
    usualWeekdays,
    missedAtMost: Math.max(1, Math.ceil(often)),
    reportingDays: recent.length,
  };
}

/** Usual days after the one and before the other. */
export function missedBetween(after: number, before: number, usual: readonly number[]): number {
  let missed = 0;
  for (let day = after + 1; day < before; day++) if (usual.includes(weekdayOf(day))) missed += 1;
  return missed;
}

function usualAmong(days: readonly number[]): readonly number[] {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const all = [1, 2, 3, 4, 5, 6, 7];
  const usual = all.filter((weekday) => {
    const there = countDays(first, last, weekday);
    const reported = days.filter((day) => weekdayOf(day) === weekday).length;
    return there > 0 && reported / there >= USUAL_SHARE;
  });
  return usual.length === 0 ? all : usual;
}

/** How often the weekday comes from the first day to the last, both included. */
function countDays(first: number, last: number, weekday: number): number {
  const next = first + ((weekday - weekdayOf(first) + 7) % 7);
  return next > last ? 0 : Math.floor((last - next) / 7) + 1;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** What is known of the hours of a source that reports in the same ones on most of its days. */
export interface HourlyRhythm {
  /** Hours of the day, from 0, in which it reported on at least three in four of its usual days. */
  readonly usualHours: readonly number[];
  /** The most of them that it ever missed in a row, at least 1. */
  readonly missedHoursAtMost: number;
}

/** From how long ago hours are learned. */
export const HOURS_WINDOW_DAYS = 28;
const USUAL_HOUR_SHARE = 0.75;
/** Fewer in a day are no rhythm of hours. */
const HOURS_LEAST = 3;
const HOURS_OF_DAY = 24;

/**
 * The most that was ever missed is allowed here, and no quantile: there are so many hours that one in
 * twenty would be an alarm every day.
 *
 * @param hours local hours since 1970-01-01T00:00 in which it reported, ascending, of the window
 * @returns undefined where no hours are usual for it
 */
export function hourlyRhythmOf(
  hours: readonly number[],
  usualWeekdays: readonly number[],
): HourlyRhythm | undefined {
  const usual = hours.filter((hour) => usualWeekdays.includes(weekdayOf(dayOfHour(hour))));
  const days = new Set(usual.map(dayOfHour)).size;
  if (days < DAYS_LEAST) return undefined;
  const counts = Map.groupBy(usual, (hour) => hour - dayOfHour(hour) * HOURS_OF_DAY);
  const usualHours = [...counts]
    .filter(([, { length }]) => length / days >= USUAL_HOUR_SHARE)
    .map(([hour]) => hour)
    .sort((a, b) => a - b);
  if (usualHours.length < HOURS_LEAST) return undefined;
  const rhythm = { usualWeekdays, usualHours };
  const missed = hours
    .slice(1)
    .map((hour, index) => missedHoursBetween(hours[index]!, hour, rhythm));
  return { usualHours, missedHoursAtMost: Math.max(1, ...missed) };
}

/** Usual hours after the one and before the other. */
export function missedHoursBetween(
  after: number,
  before: number,
  usual: Pick<Rhythm, 'usualWeekdays'> & Pick<HourlyRhythm, 'usualHours'>,
): number {
  let missed = 0;
  for (let hour = after + 1; hour < before; hour++) {
    const day = dayOfHour(hour);
    if (!usual.usualHours.includes(hour - day * HOURS_OF_DAY)) continue;
    if (usual.usualWeekdays.includes(weekdayOf(day))) missed += 1;
  }
  return missed;
}

function dayOfHour(hour: number): number {
  return Math.floor(hour / HOURS_OF_DAY);
}
