/** Quantiles of complete values. For waits with open cases use Kaplan-Meier instead. */

/**
 * Type 7 quantile (linear interpolation at h = (n − 1)p), as R's and NumPy's default.
 *
 * @param sorted ascending values
 * @param p 0 to 1
 * @returns null for no values
 * @throws RangeError p outside 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile is asked for p from 0 to 1, not ${p}.`);
  const n = sorted.length;
  if (n === 0) return null;
  const h = (n - 1) * p;
  const below = Math.floor(h);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, n - 1)]!;
  return low + (h - below) * (high - low);
}

/** Half of the values are at or below it; null for no values. */
export function median(sorted: ArrayLike<number>): number | null {
  return quantile(sorted, 0.5);
}
