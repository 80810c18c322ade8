/**
 * The log-rank test: whether groups differ in how long it takes by more than chance would do.
 *
 * At each time with d of n ending, a group with n₁ at risk is expected to have d·n₁/n of them, with
 * covariances d·(n − d)/(n − 1) · n₁/n · (δ − n₂/n) (hypergeometric). χ² = (O − E)ᵀ V⁻ (O − E)
 * (Mantel, 1966; Peto and Peto, 1972). Without late entry as R's `survdiff`; with it as the score
 * test of R's `coxph(…, ties = "exact")`.
 */
import { chiSquareTail } from './chi-square.js';
import { atRiskAtEach, distinct, exitTimes } from './exit-times.js';
import { CENSORED, type SpellSample } from './spell-sample.js';

export interface LogRank {
  readonly chiSquare: number;
  /** Groups with anything to compare, less one; 0 leaves nothing to test. */
  readonly df: number;
  /** How often chance alone gives differences as large; null where df is 0. */
  readonly p: number | null;
  /** In the order given: how many ended, and how many would have if all groups were alike. */
  readonly groups: readonly { readonly observed: number; readonly expected: number }[];
}

/** @param samples one per group; with several causes any of them counts as the event */
export function logRank(samples: readonly SpellSample[]): LogRank {
  const size = samples.length;
  const expected = new Float64Array(size);
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const { events, atRisk } = pooledTimes(samples);
  for (let i = 0; i < events.length; i++) {
    const d = events[i]!;
    let n = 0;
    for (let g = 0; g < size; g++) n += atRisk[g]![i]!;
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (let g = 0; g < size; g++) {
      const share = atRisk[g]![i]! / n;
      expected[g]! += d * share;
      for (let h = 0; h <= g; h++)
        covariance[g]![h]! += spread * share * ((g === h ? 1 : 0) - atRisk[h]![i]! / n);
    }
  }
  const observed = samples.map((sample) => sample.n - sample.count(CENSORED));
  const excess = observed.map((count, g) => count - expected[g]!);
  const { value: chiSquare, rank: df } = quadraticForm(covariance, excess);
  return {
    chiSquare,
    df,
    p: df === 0 ? null : chiSquareTail(chiSquare, df),
    groups: observed.map((count, g) => ({ observed: count, expected: expected[g]! })),
  };
}

/** At each time at which anybody ended: how many did, and how many of each group were at risk. */
function pooledTimes(samples: readonly SpellSample[]): {
  readonly events: Float64Array;
  readonly atRisk: readonly Float64Array[];
} {
  const exits = samples.map(exitTimes);
  const seconds = distinct(exits.map((times) => times.seconds));
  const events = new Float64Array(seconds.length);
  for (const times of exits)
    for (let i = 0, at = 0; at < times.length; i++)
      if (seconds[i] === times.seconds[at]) events[i]! += times.events[at++]!;
  return { events, atRisk: samples.map((sample) => atRiskAtEach(sample, seconds)) };
}

/** A pivot this small beside the largest is rounding: the groups add up to everybody. */
const RANK_TOLERANCE = 1e-10;

/**
 * xᵀ V⁻ x for a positive semidefinite V, of which the lower triangle is given, by elimination with
 * the largest pivot first; V is overwritten. Its rank is that of the groups that can be compared.
 */
function quadraticForm(
  v: readonly Float64Array[],
  vector: readonly number[],
): { readonly value: number; readonly rank: number } {
  const x = Float64Array.from(vector);
  const at = (g: number, h: number): number => (g < h ? v[h]![g]! : v[g]![h]!);
  const left = new Set(vector.keys());
  const largest = Math.max(0, ...vector.map((_, g) => at(g, g)));
  let [value, rank] = [0, 0];
  while (left.size > 0) {
    const pivot = [...left].reduce((best, g) => (at(g, g) > at(best, best) ? g : best));
    const size = at(pivot, pivot);
    if (!(size > largest * RANK_TOLERANCE)) break;
    left.delete(pivot);
    rank++;
    value += (x[pivot]! * x[pivot]!) / size;
    const column = [...left].map((g) => [g, at(g, pivot) / size] as const);
    for (const [g, factor] of column) {
      x[g]! -= factor * x[pivot]!;
      for (const [h, other] of column) if (h <= g) v[g]![h]! -= factor * other * size;
    }
  }
  return { value, rank };
}
