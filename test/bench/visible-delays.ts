/** How long it takes from when an event should have been sent until the read models have it. */
import { setTimeout as pause } from 'node:timers/promises';
import { thousands, type Row } from './row.js';
import { startPosts } from './steady-posts.js';

const LOOK_MS = 5;

export interface Measured {
  /** From shortest to longest, ms. */
  readonly delays: readonly number[];
  readonly tookMs: number;
}

/** At most so long for this share of the events, ms, rounded. */
export function delayOf({ delays }: Measured, share: number): number {
  return Math.round(delays[Math.floor(share * delays.length)] ?? NaN);
}

export const delayNote = (measured: Measured): Pick<Row, 'note'> => ({
  note: `median ${delayOf(measured, 0.5)} ms, slowest ${Math.round(measured.delays.at(-1) ?? NaN)} ms of ${thousands(measured.delays.length)}`,
});

/** Of all events that are sent while the work lasts. */
export async function measureDelays(
  url: string,
  perSecond: number,
  work: () => Promise<void>,
): Promise<Measured> {
  const waiting = new Map<number, number>();
  const delays: number[] = [];
  const posts = startPosts(url, perSecond, (position, dueAt) =>
    waiting.set(Number(position), dueAt),
  );
  const startedAt = performance.now();
  let done = false;
  const working = work().finally(() => (done = true));
  while (!done || waiting.size > 0) {
    await pause(LOOK_MS);
    const { readModels } = (await (await fetch(`${url}/health/ready`)).json()) as {
      readModels: string;
    };
    const now = performance.now();
    for (const [position, dueAt] of waiting) {
      if (position > Number(readModels)) continue;
      delays.push(now - dueAt);
      waiting.delete(position);
    }
    if (done) await posts.stop();
  }
  await working;
  return { delays: delays.sort((a, b) => a - b), tookMs: performance.now() - startedAt };
}
