/**
 * Queues: how long one may be for its target, what it takes to shorten it, and a check that counts
 * of open cases and of durations belong together.
 */
import { CarefulSum, sum } from './sum.js';

/**
 * 2 × mean wait ÷ target, both in the same unit: above 1 the queue is longer than the target bears.
 * Twice, because those found waiting have on average half of their wait behind them.
 */
export function queuePressure(meanWait: number, target: number): number {
  return (2 * meanWait) / target;
}

/**
 * How many may wait at once for almost all to be seen within the target: demand × target ÷ 4, the
 * mean wait being a quarter of the target (NHS England, waiting-list theory after Fong and others,
 * 2022). 30 a week and 52 weeks make 390.
 *
 * @param demand new cases per period; @param target in periods
 */
export function targetQueue(demand: number, target: number): number {
  return (demand * target) / 4;
}

/**
 * What must be done per period to bring a queue to its target within so many periods: demand +
 * (queue − target queue) ÷ periods. From 1,200 to 390 in 26 weeks at 30 a week: 61.15 a week.
 */
export function reliefCapacity({
  demand,
  queue,
  target,
  periods,
}: {
  readonly demand: number;
  readonly queue: number;
  readonly target: number;
  readonly periods: number;
}): number {
  return demand + (queue - targetQueue(demand, target)) / periods;
}

/** Both sides of Little's law. */
export interface LittlesLaw {
  /** Mean number open, counted over time. */
  readonly meanOpen: number;
  /** Arrivals per second. */
  readonly arrivalRate: number;
  readonly meanSeconds: number;
  /** |L − λW|: beyond rounding, something is counted on one side only. */
  readonly residual: number;
}

/**
 * Little's law L = λW (Little, 1961) over the window from the first start to the last end, in which
 * every case has ended. L is counted by sweeping over starts and ends, W from the durations: two
 * ways that share no arithmetic.
 *
 * @param starts seconds, one per case, in any order; @param ends in the order of the starts
 * @returns undefined where nobody took any time
 */
export function littlesLaw(starts: Float64Array, ends: Float64Array): LittlesLaw | undefined {
  const ins = starts.slice().sort();
  const outs = ends.slice().sort();
  const window = (outs.at(-1) ?? 0) - (ins[0] ?? 0);
  if (!(window > 0)) return undefined;
  const area = new CarefulSum();
  let [entered, since] = [0, ins[0]!];
  for (let left = 0; left < outs.length;) {
    const next = Math.min(ins[entered] ?? Infinity, outs[left]!);
    area.add((entered - left) * (next - since));
    since = next;
    while (entered < ins.length && ins[entered] === next) entered++;
    while (left < outs.length && outs[left] === next) left++;
  }
  const meanOpen = area.value / window;
  const arrivalRate = starts.length / window;
  const meanSeconds = sum(ends.map((end, i) => end - starts[i]!)) / starts.length;
  return {
    meanOpen,
    arrivalRate,
    meanSeconds,
    residual: Math.abs(meanOpen - arrivalRate * meanSeconds),
  };
}
