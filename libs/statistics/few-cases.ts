/**
 * When an interval rests on too few cases. An interval of 95 % holds the truth in 95 of 100
 * populations only where there are enough of those to whom it happened and enough of those to whom
 * it had not: `docs/statistics.md` has the simulation that the number comes from.
 */

/** Fewer than this many on either side, and the interval is marked. */
const FEW_CASES = 10;

/** @param fewest how many are on whichever side has fewer */
export function isFew(fewest: number): boolean {
  return fewest < FEW_CASES;
}
