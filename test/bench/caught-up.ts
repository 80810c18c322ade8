/** Waits until a server has nothing of the log left to read: what is measured before that is no idle server. */
import { setTimeout as pause } from 'node:timers/promises';

const BEHIND = /^stafett_(?:processor|read_models)_behind_seconds(?:\{.*\})? (.+)$/gm;
/** The age of the oldest unread event that still counts as nothing behind, s. */
const UNREAD_SECONDS = 2;
const LOOK_MS = 250;
const LONGEST_MS = 600_000;

/** @returns how long it took, ms */
export async function untilCaughtUp(url: string): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    await pause(LOOK_MS);
    const text = await (await fetch(`${url}/metrics`)).text();
    const behind = [...text.matchAll(BEHIND)].map(([, seconds]) => Number(seconds));
    const elapsed = performance.now() - startedAt;
    if (behind.length > 0 && behind.every((seconds) => seconds <= UNREAD_SECONDS)) return elapsed;
    if (elapsed > LONGEST_MS) throw new Error('The server did not catch up with its log.');
  }
}
