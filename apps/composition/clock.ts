/** A clock that starts at a given time: for rehearsals, demonstrations and tests. */
import type { Clock } from '#engine';

/**
 * Shows `startMs` now and runs on from there. It goes by elapsed time and never looks at
 * the machine's clock again: setting that one does not move this one.
 * @param startMs milliseconds since the epoch
 */
export function clockFrom(startMs: number, elapsedMs: () => number = monotonic): Clock {
  const begun = elapsedMs();
  return () => Math.trunc(startMs + elapsedMs() - begun);
}

const monotonic = (): number => performance.now();
