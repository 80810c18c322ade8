/** The load in a process of its own, beside what is done to the server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './load.fixture.js';

export interface Load {
  readonly ms: number;
  readonly writers: number;
  /** Of an event. */
  readonly bytes: number;
}

/** What a load comes to that lost nothing, whatever became of the server. */
export const INTACT = {
  ...{ lost: 0, twice: 0, wrongAnswers: 0, givenUp: 0 },
  ...{ missedBySubscriber: 0, outOfOrder: 0, uncaught: [] },
};

export async function underLoad(
  url: string,
  { ms, writers, bytes }: Load,
  disturb: () => Promise<void>,
): Promise<LoadResult> {
  const fixture = fileURLToPath(new URL('./load.fixture.js', import.meta.url));
  const child = spawn(process.execPath, [fixture, url, ...[ms, writers, bytes].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  const ended = once(child, 'exit');
  await disturb();
  await ended;
  return JSON.parse(out) as LoadResult;
}
