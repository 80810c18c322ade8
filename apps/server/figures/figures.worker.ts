/**
 * The thread of the figures: computes what may take seconds, from read models that another
 * thread keeps. A question that nobody waits for any more ends between two pages of patients.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReadModels } from '#projections';
import {
  dataFolder,
  FIGURES,
  listReadModels,
  openSharedModels,
  Transferred,
  WorkerHost,
} from '../../composition/index.js';
import { csvOf } from '../../composition/figures/csv.js';
import { answerTag } from './answer-tag.js';
import {
  ANSWER_BYTES_MAX,
  type FigureCalls,
  type FigureReply,
  type FigureRequest,
  type FigureWorkerData,
} from './figure-calls.js';
import { bytesOf, jsonPieces } from './answer-bytes.js';

if (parentPort === null) throw new Error('The thread of the figures is started by the server.');
const { folder } = workerData as FigureWorkerData;
const models = await openSharedModels(dataFolder(folder));
const host = WorkerHost.start<FigureCalls, Record<string, never>>(parentPort, {
  answer,
  projections: ({ now }) => listReadModels(folder, now),
});
host.ready();
await host.closed();
await models.close();
parentPort.close();

async function answer(
  request: FigureRequest,
  { signal }: { readonly signal: AbortSignal },
): Promise<Transferred<FigureReply>> {
  // Read before the answer, which may stand at a later position: then the client asks once more.
  const tag = await answerTag(models, request);
  if (request.known.includes(tag)) return new Transferred({ tag }, []);
  const { name, query, form } = request;
  const compute = FIGURES[name] as (models: ReadModels, query: unknown) => Promise<object>;
  const found = await compute(whileAskedFor(signal), query);
  const pieces = form.kind === 'csv' ? csvOf(found, form.rows) : jsonPieces(found);
  const body = await bytesOf(pieces, { bytesMax: ANSWER_BYTES_MAX, signal });
  return new Transferred({ tag, body }, [body.buffer]);
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
