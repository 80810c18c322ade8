/**
 * When an interval rests on too few cases. An interval of 95 % holds the truth in 95 of 100
 * populations only where there are enough of those to whom it happened and enough of those to whom
 * it had not: `docs/statistics.md` has the simulation that the number comes from.
 */

/** Fewer than this many on either side, and the interval is marked. */
export const FEW_CASES = 10;

/**
 * @param happened to how many it had happened by then
 * @param remaining how many were still followed to whom it had not
 */
export function hasFewCases(happened: number, remaining: number): boolean {
  return happened < FEW_CASES || remaining < FEW_CASES;
}
