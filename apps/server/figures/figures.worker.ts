/**
 * The thread of the figures: computes what may take seconds, from read models that another
 * thread keeps. A question that nobody waits for any more ends between two pages of patients.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { FigureCache, type FigureModels } from '#projections';
import {
  dataFolder,
  FIGURES,
  listReadModels,
  loadStatedFeeds,
  openServingModels,
  Transferred,
  WorkerHost,
} from '../../composition/index.js';
import { COLUMNS } from '../../composition/figures/columns.js';
import { csvOf } from '../../composition/figures/csv.js';
import { AnswerCache } from './answer-cache.js';
import { answerTag } from './answer-tag.js';
import {
  ANSWER_BYTES_MAX,
  type FigureCalls,
  type FigureReply,
  type FigureRequest,
  type FigureWorkerData,
} from './figure-calls.js';
import { bytesOf, jsonPieces } from './answer-bytes.js';

/** What journeys and cases take in memory; a pathway that needs more is read every time. */
const HELD_BYTES_MAX = 384 * 2 ** 20;
/** What answers take that are given again. */
const ANSWERS_BYTES_MAX = 64 * 2 ** 20;

if (parentPort === null) throw new Error('The thread of the figures is started by the server.');
const { folder } = workerData as FigureWorkerData;
const paths = dataFolder(folder);
const statedFeeds = await loadStatedFeeds(paths.feeds);
const models = await openServingModels(paths);
const cache = new FigureCache(HELD_BYTES_MAX);
const answers = new AnswerCache(ANSWERS_BYTES_MAX);
const host = WorkerHost.start<FigureCalls, Record<string, never>>(parentPort, {
  answer,
  projections: ({ now }) => listReadModels(folder, now),
});
host.ready();
await host.closed();
await models.close();
parentPort.close();

async function answer(
  asked: FigureRequest,
  { signal }: { readonly signal: AbortSignal },
): Promise<Transferred<FigureReply>> {
  const request = { ...asked, query: { ...asked.query, statedFeeds } };
  // Read before the answer, which may stand at a later position: then the client asks once more.
  const tag = await answerTag(models, request);
  if (request.known.includes(tag)) return new Transferred({ tag }, []);
  const kept = await answers.answer(tag, signal, (wanted) => compute(request, wanted));
  // What is kept stays here.
  const body = kept.slice();
  return new Transferred({ tag, body }, [body.buffer]);
}

async function compute(
  { name, query, form }: FigureRequest,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // The name and its query travel together.
  const figure = FIGURES[name] as (models: FigureModels, query: unknown) => Promise<object>;
  // A command says itself what becomes of its answer.
  const asked = form.kind === 'csv' ? { ...query, isExport: true } : query;
  const found = await figure(whileAskedFor(signal), asked);
  const pieces =
    form.kind === 'csv'
      ? csvOf(found, { rows: form.rows, columns: COLUMNS[name] })
      : jsonPieces(found);
  return bytesOf(pieces, { bytesMax: ANSWER_BYTES_MAX, signal });
}

/** The read models for one question. */
function whileAskedFor(signal: AbortSignal): FigureModels {
  return {
    cache,
    access: models.access,
    write: (work) => models.write(work),
    read: (work) => models.read(work, { signal }),
    close: () => models.close(),
  };
}
