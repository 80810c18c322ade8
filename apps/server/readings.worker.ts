/**
 * The reading thread: follows the log into the read models and answers questions
 * from them. The log and the read models are its own connections; it never writes
 * to the log.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ProjectionRunner, QueryRefused } from '#projections';
import {
  dataFolder,
  READABLE,
  openKeptModels,
  openReadingStore,
  type ReadableName,
  type ReadableQuery,
} from '../composition/index.js';
import type { ReadingsMessage, ReadingsRequest, ReadingsWorkerData } from './readings.js';

const port = parentPort;
if (port === null) throw new Error('The reading thread is started by the server.');
const say = (message: ReadingsMessage): void => port.postMessage(message);

const folder = dataFolder((workerData as ReadingsWorkerData).folder);
const store = await openReadingStore(folder);
const models = await openKeptModels(folder);
if (models === undefined) {
  throw new Error('A report is bringing the read models up to date; start again when it is done.');
}
const runner = new ProjectionRunner({ store, models });
const stop = new AbortController();

const { position } = await runner.catchUp({ signal: stop.signal });
say({ kind: 'position', position });
say({ kind: 'ready' });

port.on('message', (request: ReadingsRequest) => {
  if ('stop' in request) stop.abort();
  else void answer(request.id, request.figure, request.query);
});

await runner.follow({
  signal: stop.signal,
  onProgress: (progress) => say({ kind: 'position', position: progress.position }),
});
await models.close();
await store.close();
port.close();

async function answer(id: number, figure: ReadableName, query: ReadableQuery): Promise<void> {
  try {
    // The query was made for this figure: the name and its query travel together.
    const compute = READABLE[figure] as (m: typeof models, q: ReadableQuery) => Promise<unknown>;
    say({ kind: 'answer', id, answer: await compute(models, query) });
  } catch (error) {
    if (error instanceof QueryRefused) {
      const { code, message, path } = error;
      say({ kind: 'refused', id, refused: { code, message, path } });
    } else {
      say({ kind: 'fault', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
