/**
 * The XmR chart (individuals and moving range): whether a figure by month varies as it always does,
 * or something has changed (Wheeler, Understanding Variation, 1993; NHS England, Making Data Count).
 *
 * Limits: mean ± 2.66 · mean moving range. Moving ranges of at least 3.267 times their mean are
 * dropped, once, before the limits are drawn: a single jump must not hide itself.
 */
import { mean } from './sum.js';

/** 3/d₂ and D₄ for ranges of two. */
const LIMIT_FACTOR = 2.66;
const RANGE_FACTOR = 3.267;
const RUN = 7;

/**
 * `outside`: beyond a limit. `shift`: one of seven or more in a row on one side of the mean.
 * `trend`: one of seven or more in a row that rise or fall. `near-limit`: beyond two thirds of the
 * way to a limit, as another of three in a row on the same side.
 */
export type XmrRule = 'outside' | 'shift' | 'trend' | 'near-limit';

export interface XmrChart {
  readonly mean: number;
  /** Mean of the moving ranges that were kept. */
  readonly meanRange: number;
  readonly lower: number;
  readonly upper: number;
  /** Per value: which rules it breaks; empty for the usual variation. */
  readonly signals: readonly (readonly XmrRule[])[];
}

/**
 * @param values at least two, in order of time, in whatever unit
 * @returns undefined for fewer than two: there is no moving range
 */
export function xmrChart(values: readonly number[]): XmrChart | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values)!;
  const ranges = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
  const most = RANGE_FACTOR * mean(ranges)!;
  const kept = ranges.filter((range) => range < most);
  const meanRange = mean(kept) ?? 0;
  const reach = LIMIT_FACTOR * meanRange;
  const sides = values.map((value) => Math.sign(value - centre));
  const steps = values.map((value, i) => (i === 0 ? 0 : Math.sign(value - values[i - 1]!)));
  const beyond = values.map((value, i) =>
    Math.abs(value - centre) > (reach * 2) / 3 ? sides[i]! : 0,
  );
  const shift = inRuns(sides, RUN);
  // Seven values that rise have six rises between them; the first of them has none of its own.
  const rises = inRuns(steps, RUN - 1);
  const trend = rises.map((rising, i) => rising || rises[i + 1] === true);
  const near = nearLimits(beyond);
  const signals = values.map((value, i) => [
    ...(Math.abs(value - centre) > reach ? (['outside'] as const) : []),
    ...(shift[i] ? (['shift'] as const) : []),
    ...(trend[i] ? (['trend'] as const) : []),
    ...(near[i] ? (['near-limit'] as const) : []),
  ]);
  return { mean: centre, meanRange, lower: centre - reach, upper: centre + reach, signals };
}

/** Which of these signs stand in a run of at least `length` alike; 0 ends a run. */
function inRuns(signs: readonly number[], length: number): boolean[] {
  const inRun = signs.map(() => false);
  let start = 0;
  for (let i = 1; i <= signs.length; i++) {
    if (i < signs.length && signs[i] === signs[start]) continue;
    if (signs[start] !== 0 && i - start >= length) inRun.fill(true, start, i);
    start = i;
  }
  return inRun;
}

function nearLimits(beyond: readonly number[]): boolean[] {
  return beyond.map(
    (side, i) =>
      side !== 0 &&
      [i - 2, i - 1, i].some(
        (from) =>
          from >= 0 &&
          from + 3 <= beyond.length &&
          beyond.slice(from, from + 3).filter((other) => other === side).length >= 2,
      ),
  );
}
