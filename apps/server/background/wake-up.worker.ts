/**
 * The thread of the wake-ups: each batch that the main thread asks for is bounded. It gives
 * way: where cores are scarce, whoever reports and reads comes first.
 */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openWakeUpThread, WorkerHost } from '../../composition/index.js';
import type { WakeUpCalls, WakeUpEvents, WakeUpWorkerData } from './wake-up-calls.js';

/** Added to the nice value that the process has. */
const GIVES_WAY = 5;

if (parentPort === null) throw new Error('The thread of the wake-ups is started by the server.');
// Only Linux takes it for this thread alone; elsewhere it would slow down the doors too.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + GIVES_WAY));

const { folder, port } = workerData as WakeUpWorkerData;
const waker = await openWakeUpThread({
  folder,
  port,
  onError: (error) => host.emit('fault', stackOf(error)),
  onParked: (parked) => host.emit('parked', parked),
});
const host = WorkerHost.start<WakeUpCalls, WakeUpEvents>(parentPort, {
  wakeDue: ({ now }) => waker.wakeDue(now).then(({ more }) => ({ more })),
});
host.closing.addEventListener('abort', () => void waker.stop());
host.ready();
await host.closed();
await waker.close();
parentPort.close();

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
