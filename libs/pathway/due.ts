/** When a duty falls due, and how an instant is written for people and for the log. */
import { addMonths, dayAt, offsetAt, startOfDay } from './calendar-day.js';
import { isElapsed, limitSeconds } from './limit.js';
import type { Limit } from './limit.js';
import type { Interval } from './occurred-at.js';

/**
 * The last millisecond, inclusive, at which a duty that began in `from` is in time.
 *
 * Both kinds of limit run from the interval's last instant, so that nobody is late
 * because the start is known only to the day. Elapsed units add time on the clock.
 * Calendar units add to the local date in `zone` and end with that day; months end
 * on the month's last day where it is shorter.
 * @throws RangeError when the zone is not known
 */
export function dueAt(from: Interval, limit: Limit, zone: string): number {
  if (isElapsed(limit.unit)) return from.end + limitSeconds(limit) * 1_000;
  const firstDay = dayAt(from.end, zone);
  return startOfDay(lastDay(firstDay, limit) + 1, zone) - 1;
}

function lastDay(firstDay: number, limit: Limit): number {
  if (limit.unit === 'month') return addMonths(firstDay, limit.amount);
  return firstDay + limit.amount * (limit.unit === 'week' ? 7 : 1);
}

/**
 * RFC 3339 with the zone's offset at that instant (`Z` for UTC); milliseconds are
 * written only where there are any. Old offsets with seconds are rounded to the
 * minute, the instant stays exact. Years beyond 9999 get ISO 8601's six digits.
 * @throws RangeError when the instant is not a date or the zone is not known
 */
export function formatInstant(instant: number, zone: string): string {
  if (zone === 'UTC') return `${localText(instant)}Z`;
  const offset = Math.round(offsetAt(instant, zone) / 60_000);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  return `${localText(instant + offset * 60_000)}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

function localText(shifted: number): string {
  return new Date(shifted).toISOString().replace(/(\.000)?Z$/, '');
}
