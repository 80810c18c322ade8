/** Work that may take twice as long, so that others have the other half of the time. */
import { setTimeout as pause } from 'node:timers/promises';

/** What was held up by something else, such as a slow disk, needs no rest as long as that. */
const REST_MAX_MS = 250;

/** Does the work, then rests as long as it took. The time is measured, never decided upon. */
export async function atHalfTime(work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await work();
  await pause(Math.min(performance.now() - began, REST_MAX_MS));
}
