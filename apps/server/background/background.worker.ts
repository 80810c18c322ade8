/**
 * The background thread: wake-ups, in batches that the main thread asks for, the processors,
 * and reading what is to be published. It gives way: where cores are scarce, whoever reports and reads comes first.
 */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { readAndLint } from '#pathway-language';
import { openBackgroundThread, WorkerHost } from '../../composition/index.js';
import type {
  BackgroundCalls,
  BackgroundEvents,
  BackgroundWorkerData,
} from './background-calls.js';

/** Added to the nice value that the process has. */
const GIVES_WAY = 5;

if (parentPort === null) throw new Error('The background thread is started by the server.');
// Only Linux takes it for this thread alone; elsewhere it would slow down the doors too.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + GIVES_WAY));

const { folder, shared } = workerData as BackgroundWorkerData;
const background = await openBackgroundThread({
  folder,
  shared,
  onError: (error) => host.emit('fault', stackOf(error)),
  onParked: (parked) => host.emit('parked', parked),
  onCollision: () => host.emit('collision', undefined),
  onCheckpoint: (processor, position) => host.emit('checkpoint', { processor, position }),
});
const host = WorkerHost.start<BackgroundCalls, BackgroundEvents>(parentPort, {
  readAndLint: (yaml) => Promise.resolve(readAndLint(yaml)),
  wakeDue: ({ now }) => background.wakeDue(now).then(({ more }) => ({ more })),
  process: async ({ processor, now }, { signal }) => {
    const either = AbortSignal.any([signal, host.closing]);
    return { position: await background.process(processor, { now, signal: either }) };
  },
});
host.closing.addEventListener('abort', () => void background.stop());
host.ready();
await host.closed();
await background.close();
parentPort.close();

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
