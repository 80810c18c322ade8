/** The 95 % interval of a share on the log scale, as R's `survfit` by default. */

/** Standard normal quantiles, two-sided. */
export const Z95 = 1.959963984540054;
export const Z998 = 3.090232306167813;

/**
 * exp(ln p ± 1.96 · se/p), the upper end at most 1: `conf.type = "log"` of R's `survfit`. Both ends
 * are null at 0, where the logarithm is not defined. At 1 nothing varies yet: both ends are 1.
 */
export function intervalOnLogScale(
  share: number,
  standardError: number,
): readonly [lower: number | null, upper: number | null] {
  if (share <= 0) return [null, null];
  const spread = Math.exp((Z95 * standardError) / share);
  return [share / spread, Math.min(1, share * spread)];
}
