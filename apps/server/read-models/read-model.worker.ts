/**
 * The thread of the read models: follows the log into them and answers questions from them.
 * The log and the read models are its own connections; it never writes to the log.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ProjectionRunner, type ReadModels } from '#projections';
import {
  dataFolder,
  openKeptModels,
  openReadingStore,
  READABLE,
  WorkerHost,
  type WorkerHandlers,
} from '../../composition/index.js';
import type { ReadModelCalls, ReadModelEvents, ReadModelWorkerData } from './read-model-calls.js';

if (parentPort === null) throw new Error('The thread of the read models is started by the server.');
const folder = dataFolder((workerData as ReadModelWorkerData).folder);
const store = await openReadingStore(folder);
const models = await openKeptModels(folder);
if (models === undefined) {
  throw new Error('A report is bringing the read models up to date; start again when it is done.');
}
const host = WorkerHost.start<ReadModelCalls, ReadModelEvents>(parentPort, handlersOf(models));
const runner = new ProjectionRunner({ store, models });

const { position } = await runner.catchUp({
  signal: host.closing,
  onProgress: ({ events }) => host.emit('read', events),
});
host.emit('position', position);
host.ready();
await runner.follow({
  signal: host.closing,
  onProgress: (progress) => host.emit('position', progress.position),
  onFault: (fault) =>
    host.emit('fault', { message: fault.message, full: 'full' in fault && fault.full }),
});
await host.closed();
await models.close();
await store.close();
parentPort.close();

function handlersOf(open: ReadModels): WorkerHandlers<ReadModelCalls> {
  const entries = Object.entries(READABLE).map(([name, compute]) => [
    name,
    (input: never) =>
      (compute as (models: ReadModels, input: never) => Promise<unknown>)(open, input),
  ]);
  // Each name kept its own function, which the compiler cannot follow through the entries.
  return Object.fromEntries(entries) as WorkerHandlers<ReadModelCalls>;
}
