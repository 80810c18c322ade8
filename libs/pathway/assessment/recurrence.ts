/** Who counts as recurrently ill: so many episodes of so many days within so many months. */
import type { RecurrenceTest } from '../definition/definition.js';

/** @param days of each episode, how many days its clock ran within the period */
export function isRecurrent(tests: readonly RecurrenceTest[], days: readonly number[]): boolean {
  return tests.some((test) => {
    const long = days.filter((count) => count >= test.ofDays);
    const sum = long.reduce((total, count) => total + count, 0);
    return long.length >= test.episodes && sum >= test.days;
  });
}
