/**
 * The thread of the wake-ups: each look that the main thread asks for is a bounded batch. It
 * gives way: where cores are scarce, whoever reports and reads comes first.
 */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openWaking } from '../composition/index.js';
import type { WakeUpsMessage, WakeUpsRequest, WakeUpsWorkerData } from './wake-ups.js';

/** Added to the nice value that the process has. */
const GIVES_WAY = 5;

const main = parentPort;
if (main === null) throw new Error('The thread of the wake-ups is started by the server.');
const say = (message: WakeUpsMessage): void => main.postMessage(message);
const tell = (look: boolean) => (error: unknown) => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say({ kind: 'fault', what, look });
};

// Only Linux takes it for this thread alone; elsewhere it would slow down the doors too.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + GIVES_WAY));

const { folder, port } = workerData as WakeUpsWorkerData;
const waking = await openWaking({
  folder,
  port,
  onError: tell(false),
  onParked: (holding) => say({ kind: 'parked', holding }),
});

main.on('message', (request: WakeUpsRequest) => {
  if ('stop' in request) void waking.close().then(() => main.close());
  else void waking.look(request.look).then(({ more }) => say({ kind: 'looked', more }), tell(true));
});
say({ kind: 'ready' });
