/**
 * Waiting in a test for what a reader, a timer or a server brings about in the background: not for
 * a fixed time, which is too short on a busy machine, and not for ever.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** Under the time limit of a test, so that it fails with the words of `waitUntil`. */
const WITHIN_MS = 50_000;
const LOOK_EVERY_MS = 20;

export interface WaitOptions {
  readonly withinMs?: number;
  /** The pause between two looks, ms. */
  readonly everyMs?: number;
}

/**
 * @param what is waited for, as it stands behind "for": `the read models to stop`
 * @param look whether it is there: anything but false, null and undefined
 * @returns what `look` answered
 * @throws Error it is still not there after `withinMs`, default 50 s
 */
export async function waitUntil<T>(
  what: string,
  look: () => T | Promise<T>,
  { withinMs = WITHIN_MS, everyMs = LOOK_EVERY_MS }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  for (const end = performance.now() + withinMs; ; await pause(everyMs)) {
    const answer = await look();
    if (answer !== false && answer !== null && answer !== undefined)
      return answer as Exclude<T, false | null | undefined>;
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
  }
}
