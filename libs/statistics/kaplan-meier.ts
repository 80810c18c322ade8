/**
 * Kaplan-Meier: how long until something happens, when for some it had not
 * happened yet. The open cases count for as long as they were seen, so the
 * median is not flattered by counting only those who got through.
 *
 * S(t) = ∏(1 − dᵢ/nᵢ) over the times tᵢ ≤ t at which something happened, dᵢ of the nᵢ at risk
 * (Kaplan and Meier, 1958); with late entry nᵢ counts those seen by then (Klein and Moeschberger,
 * Survival Analysis, 2003, section 4.6). Where all who are seen so far have ended the curve stands
 * at 0 for good, however many are seen later: such a curve says too little, and R's does the same.
 */
import { exitTimes, Survivors } from './exit-times.js';
import { isFew } from './few-cases.js';
import { intervalOnLogScale } from './interval.js';
import { CENSORED, type SpellSample } from './spell-sample.js';
import { CarefulSum } from './sum.js';

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

/** With several causes any of them counts as the event. */
export function kaplanMeier(sample: SpellSample): SurvivalCurve {
  const times = exitTimes(sample);
  const rows: SurvivalRow[] = [];
  const survivors = new Survivors();
  // Greenwood: Var S = S² · Σ d / (n(n − d)), so the sum is the variance of ln S.
  const greenwood = new CarefulSum();
  for (let i = 0; i < times.length; i++) {
    const [seconds, atRisk, events] = [times.seconds[i]!, times.atRisk[i]!, times.events[i]!];
    const probability = survivors.after(atRisk, events);
    if (probability > 0) greenwood.add(events / (atRisk * (atRisk - events)));
    const [lower, upper] = intervalOnLogScale(
      probability,
      probability * Math.sqrt(greenwood.value),
    );
    rows.push({ seconds, atRisk, events, probability, lower, upper });
  }
  const censored = sample.count(CENSORED);
  return { n: sample.n, events: sample.n - censored, censored, rows };
}

/**
 * The time by which it had happened for a share p: the smallest t with
 * S(t) ≤ 1 − p. Null when the curve never gets there ("not reached"). Where the curve is flat at
 * exactly 1 − p R's `survfit` gives the middle of the flat stretch instead.
 */
export function quantileOf(curve: SurvivalCurve, p: number): number | null {
  const bound = firstAtOrBelow(curve, 1 - p, (row) => row.probability);
  return typeof bound === 'number' ? bound : null;
}

/**
 * An end of an interval in time, in seconds. `not-reached`: the interval is open at that end.
 * `unknown`: the curve fell to 0, where its interval is not defined, before the end was reached.
 */
export type TimeBound = number | 'not-reached' | 'unknown';

/**
 * 95 % interval of a quantile: where the lower curve first reaches 1 − p, and from where on the
 * upper curve stays there (Brookmeyer and Crowley, 1982); with late entry it may rise again.
 */
export function quantileInterval95(
  curve: SurvivalCurve,
  p: number,
): readonly [lower: TimeBound, upper: TimeBound] {
  return [firstAtOrBelow(curve, 1 - p, (row) => row.lower), staysAtOrBelow(curve, 1 - p)];
}

/** The same of the median; null for an end that is not reached or not known. */
export function medianInterval95(
  curve: SurvivalCurve,
): readonly [lower: number | null, upper: number | null] {
  const [lower, upper] = quantileInterval95(curve, 0.5);
  return [typeof lower === 'number' ? lower : null, typeof upper === 'number' ? upper : null];
}

/** S(t) with its interval: 1 before anything happened. */
export function survivalRowAt(
  curve: SurvivalCurve,
  seconds: number,
): Pick<SurvivalRow, 'probability' | 'lower' | 'upper'> {
  return rowAt(curve.rows, seconds) ?? { probability: 1, lower: 1, upper: 1 };
}

/** S(t): 1 before anything happened. */
export function survivalAt(curve: SurvivalCurve, seconds: number): number {
  return survivalRowAt(curve, seconds).probability;
}

/** Whether the interval of S(t) rests on too few cases to hold what it promises. */
export function fewCasesAt(curve: SurvivalCurve, seconds: number): boolean {
  let events = 0;
  let last: SurvivalRow | undefined;
  for (const row of curve.rows) {
    if (row.seconds > seconds) break;
    events += row.events;
    last = row;
  }
  return isFew(Math.min(events, last === undefined ? curve.n : last.atRisk - last.events));
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
): TimeBound {
  for (const row of curve.rows) {
    const value = of(row);
    if (value === null) return 'unknown';
    if (value <= share + ROUNDING) return row.seconds;
  }
  return 'not-reached';
}

function staysAtOrBelow({ rows }: SurvivalCurve, share: number): TimeBound {
  const defined = rows.findLastIndex(({ upper }) => upper !== null);
  const above = rows.findLastIndex(({ upper }) => upper !== null && upper > share + ROUNDING);
  if (above < defined) return rows[above + 1]!.seconds;
  return defined < rows.length - 1 ? 'unknown' : 'not-reached';
}
