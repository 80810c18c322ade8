/** One run of a clock, from a start until a stop, and how long it has run. */
import type { IntervalSet } from '#calendar';

/** From a start until a stop. */
export interface Run {
  readonly from: number;
  /**
   * Since when it has been running without a pause, and the local day of that; undefined while it
   * is paused.
   */
  going: { readonly from: number; readonly day: number } | undefined;
}

/** How long it ran until `at`: what is over, and since `open` where that is going on. */
export function timeUpTo(
  at: number,
  over: IntervalSet,
  open: { readonly from: number } | undefined,
): number {
  if (open === undefined || open.from > at) return over.sizeBefore(at);
  return over.sizeBefore(open.from) + at - open.from;
}
