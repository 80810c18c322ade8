/**
 * Where episodes begin and end when no event says so: how far they look back, until when they
 * can be reopened, when they lapse, and how far apart they are.
 */
import {
  addMonths,
  addLimit,
  dayAt,
  isElapsed,
  type Limit,
  limitSeconds,
  type OwnerDays,
  startOfDay,
} from '#calendar';

/** The first instant of a period of `limit` that ends with `instant`. */
export function earliest(instant: number, limit: Limit, days: OwnerDays): number {
  if (isElapsed(limit.unit)) return instant - limitSeconds(limit) * 1_000;
  return startOfDay(daysBack(dayAt(instant, days.zone), limit), days.zone);
}

/** The local day that long before `day`. The parser allows days, weeks and months only. */
export function daysBack(day: number, { amount, unit }: Limit): number {
  return unit === 'month' ? addMonths(day, -amount) : day - amount * (unit === 'week' ? 7 : 1);
}

/**
 * The instant at which an episode lapses: once `limit` has passed after the last day that its
 * clock counted, and after the day of `since`. Infinity where the clock still runs or never
 * ran.
 * @param lastDay local day, as its number since 1970-01-01
 */
export function lapseAfter(
  lastDay: number | undefined,
  since: number,
  limit: Limit,
  days: OwnerDays,
): number {
  if (lastDay === undefined || lastDay === Infinity) return Infinity;
  const day = Math.max(lastDay, dayAt(since, days.zone));
  return addLimit(startOfDay(day + 1, days.zone) - 1, limit, days) + 1;
}

/** Whole local days strictly between two days, 0 where there are none. */
export function daysBetween(day: number, later: number): number {
  return Math.max(0, later - day - 1);
}
