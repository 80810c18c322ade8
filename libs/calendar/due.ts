/** When a duty falls due, and how an instant is written for people and for the log. */
import { daysCounted } from './calendar.js';
import type { CalendarRules } from './calendar.js';
import { addMonths, dayAt, offsetAt, startOfDay } from './calendar-day.js';
import type { CountedDays } from './counted-days.js';
import { isElapsed, limitSeconds } from './limit.js';
import type { Limit, LimitUnit } from './limit.js';
import type { Interval } from './occurred-at.js';

/** Whose days a duty is counted in: those of the service that owes it. */
export interface OwnerDays {
  /** IANA zone in which its days begin and end. */
  readonly zone: string;
  readonly calendar: CalendarRules;
}

/** A time during which a limit does not run; open-ended without `to`. Ms since the epoch. */
export interface Pause {
  readonly from: number;
  readonly to?: number;
}

export interface DueOptions {
  /** The day of the start is day 1, if it is a day of the kind counted; makes no difference to elapsed units. */
  readonly firstDayCounts?: boolean;
  /** How many times the limit: k for the end of the k-th period. */
  readonly times?: number;
  /** In order and without overlap. */
  readonly pauses?: readonly Pause[];
}

const AS_WRITTEN: DueOptions = {};

/**
 * The last millisecond, inclusive, at which a duty that began in `from` is in time; undefined
 * during a pause that began while it was in time.
 *
 * Both kinds of limit run from the interval's last instant, so that nobody is late because the
 * start is known only to the day. Elapsed units add time on the clock. Calendar units add to
 * the local date in the owner's zone and end with that day; months end on the month's last day
 * where it is shorter; working days and benefit days are counted from the day after the first.
 *
 * A pause that began no later than the due time so far postpones it, since the duty was still
 * in time then: elapsed units by as long as the pause lasted after the start, calendar units by
 * the days (of the kind counted) after the day on which it began, up to and including the one
 * on which it ended. A pause within one day makes no difference to calendar units.
 * @throws RangeError when the zone is not known
 */
export function dueAt(
  from: Interval,
  limit: Limit,
  owner: OwnerDays,
  options: DueOptions = AS_WRITTEN,
): number | undefined {
  const { times = 1, pauses } = options;
  const length = times === 1 ? limit : { amount: limit.amount * times, unit: limit.unit };
  if (isElapsed(length.unit)) {
    const due = from.end + limitSeconds(length) * 1_000;
    return pauses === undefined ? due : postponed(due, from.end, pauses);
  }
  const firstDay = dayAt(from.end, owner.zone);
  const day = lastDay(firstDay, length, owner, options.firstDayCounts === true);
  return pauses === undefined || pauses.length === 0
    ? endOfDay(day, owner.zone)
    : postponedDays(day, firstDay, { pauses, unit: length.unit, owner });
}

/** The last instant of `limit` after `instant`, by the rules of `dueAt`. */
export function addLimit(instant: number, limit: Limit, owner: OwnerDays): number {
  if (isElapsed(limit.unit)) return instant + limitSeconds(limit) * 1_000;
  return endOfDay(lastDay(dayAt(instant, owner.zone), limit, owner, false), owner.zone);
}

/**
 * The last instant of the day that lies `limit` before that of `instant`: the n-th working or
 * benefit day before it, the same day of an earlier month or that month's last. Elapsed units
 * go back on the clock.
 */
export function subtractLimit(instant: number, limit: Limit, owner: OwnerDays): number {
  const { amount, unit } = limit;
  if (isElapsed(unit)) return instant - limitSeconds(limit) * 1_000;
  const day = dayAt(instant, owner.zone);
  if (unit === 'month') return endOfDay(addMonths(day, -amount), owner.zone);
  const counted = countedDaysOf(unit, owner)?.nthBefore(day, amount);
  return endOfDay(counted ?? day - amount * (unit === 'week' ? 7 : 1), owner.zone);
}

function endOfDay(day: number, zone: string): number {
  return startOfDay(day + 1, zone) - 1;
}

function lastDay(
  firstDay: number,
  { amount, unit }: Limit,
  owner: OwnerDays,
  firstDayCounts: boolean,
): number {
  const dayBefore = firstDayCounts ? firstDay - 1 : firstDay;
  if (unit === 'month') return addMonths(firstDay, amount) - (firstDay - dayBefore);
  return (
    countedDaysOf(unit, owner)?.nth(dayBefore, amount) ??
    dayBefore + amount * (unit === 'week' ? 7 : 1)
  );
}

/** The days counted, for units that leave some out; undefined for those that count every day. */
function countedDaysOf(unit: LimitUnit, { calendar }: OwnerDays): CountedDays | undefined {
  return unit === 'working-day' || unit === 'benefit-day' ? daysCounted(unit, calendar) : undefined;
}

function postponed(due: number, start: number, pauses: readonly Pause[]): number | undefined {
  let off = due;
  for (const { from, to } of pauses) {
    if (from > off) break;
    if (to === undefined) return undefined;
    off += Math.max(0, to - Math.max(from, start));
  }
  return off;
}

interface Delay {
  readonly pauses: readonly Pause[];
  readonly unit: LimitUnit;
  readonly owner: OwnerDays;
}

function postponedDays(dueDay: number, firstDay: number, delay: Delay): number | undefined {
  const { zone } = delay.owner;
  const days = countedDaysOf(delay.unit, delay.owner);
  let day = dueDay;
  for (const { from, to } of delay.pauses) {
    if (from > endOfDay(day, zone)) break;
    if (to === undefined) return undefined;
    const since = Math.max(dayAt(from, zone), firstDay);
    const until = dayAt(to, zone);
    const stood = days?.between(since, until) ?? Math.max(0, until - since);
    if (stood > 0) day = days?.nth(day, stood) ?? day + stood;
  }
  return endOfDay(day, zone);
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
