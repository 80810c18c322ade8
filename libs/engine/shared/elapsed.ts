/** Pauses of the engine's own loops, measured by a clock that may be set back. */

/** Whether less than `ms` have passed since; a clock that was set back ends every pause. */
export function isWithin(ms: number, since: number, now: number): boolean {
  return now >= since && now - since < ms;
}
