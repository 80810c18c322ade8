/**
 * Kaplan-Meier: how long until something happens, when for some it had not
 * happened yet. The open cases count for as long as they were seen, so the
 * median is not flattered by counting only those who got through.
 */
import { exitTimes, Survivors } from './exit-times.js';
import { CENSORED, type SpellSample } from './spell-sample.js';
import { CarefulSum } from './sum.js';

/** Standard normal quantile for 95 % two-sided. */
const Z95 = 1.959963984540054;

/** S(t) is a product of rounded fractions: a half may come out a hair above a half. */
const ROUNDING = 1e-9;

export interface SurvivalRow {
  readonly seconds: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share for whom it had not happened after this time. */
  readonly probability: number;
  /**
   * 95 % interval: Greenwood's variance on the log scale, as R's `survfit` by
   * default, upper end at most 1; null where it is not defined (probability 0).
   */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  /** One row per distinct time at which something happened, ascending. */
  readonly rows: readonly SurvivalRow[];
}

export function kaplanMeier(sample: SpellSample): SurvivalCurve {
  const rows: SurvivalRow[] = [];
  const survivors = new Survivors();
  const greenwood = new CarefulSum();
  for (const exit of exitTimes(sample)) {
    const { seconds, atRisk, events } = exit;
    const probability = survivors.after(exit);
    if (events === atRisk) {
      rows.push({ seconds, atRisk, events, probability, lower: null, upper: null });
      continue;
    }
    greenwood.add(events / (atRisk * (atRisk - events)));
    const spread = Math.exp(Z95 * Math.sqrt(greenwood.value));
    rows.push({
      seconds,
      atRisk,
      events,
      probability,
      lower: probability / spread,
      upper: Math.min(1, probability * spread),
    });
  }
  const censored = sample.count(CENSORED);
  return { n: sample.n, events: sample.n - censored, censored, rows };
}

/**
 * The time by which it had happened for a share p: the smallest t with
 * S(t) ≤ 1 − p. Null when the curve never gets there ("not reached").
 */
export function quantileOf(curve: SurvivalCurve, p: number): number | null {
  return firstAtOrBelow(curve, 1 - p, (row) => row.probability);
}

/**
 * 95 % interval of the median: where the interval's lower and upper curve reach a
 * half; null for an end that is not reached.
 */
export function medianInterval95(
  curve: SurvivalCurve,
): readonly [lower: number | null, upper: number | null] {
  return [
    firstAtOrBelow(curve, 0.5, (row) => row.lower),
    firstAtOrBelow(curve, 0.5, (row) => row.upper),
  ];
}

/** The last row at or before this time, or undefined before the first. */
export function rowAt<Row extends { readonly seconds: number }>(
  rows: readonly Row[],
  seconds: number,
): Row | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.seconds <= seconds) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

function firstAtOrBelow(
  curve: SurvivalCurve,
  share: number,
  of: (row: SurvivalRow) => number | null,
): number | null {
  for (const row of curve.rows) {
    const value = of(row);
    if (value !== null && value <= share + ROUNDING) return row.seconds;
  }
  return null;
}
