/** How long somebody waited, in the unit of the standard: in whole days or weeks where that is. */
import { duration, wholeDays } from '../terminal/format.js';

export type LengthFormat = (seconds: number | null) => string;

/** @param limits the standards beside which lengths stand, such as `18 weeks`; with none, clock time */
export function lengthFormat(inDays: boolean | undefined, limits: readonly string[]): LengthFormat {
  if (inDays !== true) return duration;
  const inWeeks = limits.length > 0 && limits.every((limit) => / weeks?$/.test(limit));
  return (seconds) => wholeDays(seconds, inWeeks);
}
