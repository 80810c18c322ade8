/**
 * The thread of the figures: computes what may take seconds, from read models that another
 * thread keeps. A question that nobody waits for any more ends between two pages of patients.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReadModels } from '#projections';
import {
  dataFolder,
  FIGURES,
  openSharedModels,
  Transferred,
  WorkerHost,
  type WorkerHandlers,
} from '../../composition/index.js';
import { ANSWER_BYTES_MAX, type FigureCalls, type FigureWorkerData } from './figure-calls.js';
import { jsonBytes } from './json-bytes.js';

if (parentPort === null) throw new Error('The thread of the figures is started by the server.');
const models = await openSharedModels(dataFolder((workerData as FigureWorkerData).folder));
const host = WorkerHost.start<FigureCalls, Record<string, never>>(parentPort, handlers());
host.ready();
await host.closed();
await models.close();
parentPort.close();

function handlers(): WorkerHandlers<FigureCalls> {
  const entries = Object.entries(FIGURES).map(([name, compute]) => [
    name,
    async (input: never, { signal }: { readonly signal: AbortSignal }) => {
      const askable = compute as (models: ReadModels, input: never) => Promise<object>;
      const answer = await askable(whileAskedFor(signal), input);
      const bytes = await jsonBytes(answer, { bytesMax: ANSWER_BYTES_MAX, signal });
      return new Transferred(bytes, [bytes.buffer]);
    },
  ]);
  // Each name kept its own function, which the compiler cannot follow through the entries.
  return Object.fromEntries(entries) as WorkerHandlers<FigureCalls>;
}

/** The read models for one question. */
function whileAskedFor(signal: AbortSignal): ReadModels {
  return {
    access: models.access,
    write: (work) => models.write(work),
    read: (work) => models.read(work, { signal }),
    close: () => models.close(),
  };
}
