/**
 * How long it is from one event to another where either may be known only to its day or month:
 * nobody measures hours from a midnight that nobody reported.
 */
import { DAY_MS, dayAt } from './calendar-day.js';
import type { Interval } from './occurred-at.js';

/** Whole days from date to date in the zone; none where the second does not come after the first. */
export function daysBetween(from: Interval, to: Interval, zone: string): number {
  return Math.max(0, dayAt(to.start, zone) - dayAt(from.start, zone));
}

/**
 * Seconds between two instants; where one of the two is none, the whole days between their dates,
 * of 24 hours each. Never less than 0: an end known to the day may begin before its beginning does.
 */
export function secondsBetween(from: Interval, to: Interval, zone: string): number {
  if (from.start === from.end && to.start === to.end)
    return Math.max(0, to.start - from.start) / 1000;
  return (daysBetween(from, to, zone) * DAY_MS) / 1000;
}
