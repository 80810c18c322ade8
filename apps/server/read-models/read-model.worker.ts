/**
 * The thread of the read models: follows the log into them and answers questions from them.
 * The log and the read models are its own connections; it never writes to the log.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { setTimeout as pause } from 'node:timers/promises';
import { ALL_MODELS, modelsPosition, type ReadModels } from '#projections';
import {
  dataFolder,
  KeptReadModels,
  openLogForReading,
  READABLE,
  WorkerHost,
  type Built,
  type WorkerHandlers,
} from '../../composition/index.js';
import { buildInThread } from './build-in-thread.js';
import type { ReadModelCalls, ReadModelEvents, ReadModelWorkerData } from './read-model-calls.js';

/** Without these nobody is woken and nothing delivered: the server waits until they are built. */
const ESSENTIAL = new Set(['definitions', 'organisations', 'wakeups', 'outbox', 'damaged']);
/** Before what could not be built is tried again. */
const AGAIN_MS = 60_000;

if (parentPort === null) throw new Error('The thread of the read models is started by the server.');
const folder = dataFolder((workerData as ReadModelWorkerData).folder);
const store = await openLogForReading(folder);
const kept = await KeptReadModels.take(folder, store);
if (kept === undefined) {
  throw new Error('A report is bringing the read models up to date; start again when it is done.');
}
const build = buildInThread(workerData as ReadModelWorkerData);
const host = WorkerHost.start<ReadModelCalls, ReadModelEvents>(parentPort, {
  ...handlersOf(kept),
  rebuild: (_input, { signal }): Promise<Built> =>
    kept.rebuild({ build, signal: AbortSignal.any([signal, host.closing]) }),
});
const run = {
  signal: host.closing,
  onProgress: ({ events }: { readonly events: number }) => host.emit('read', events),
};

const outdated = await kept.outdated();
const isAwaited = outdated.length === 0 || outdated.some((name) => ESSENTIAL.has(name));
try {
  const { position } = isAwaited
    ? await kept.bringUpToDate({ ...run, build })
    : await kept.keepCurrent(run);
  host.emit('position', position);
} catch (error) {
  // The doors open all the same: what is reported is recorded, and `follow` says what is wrong.
  if (!isGap(error)) throw error;
  host.emit('position', await positionOf(kept));
}
host.ready();
const followed = kept.follow({
  signal: host.closing,
  onProgress: ({ written }) => host.emit('position', written),
  onFault: (fault) =>
    host.emit('fault', { message: fault.message, full: 'full' in fault && fault.full }),
});
if (!isAwaited) void rebuildAtLast(kept);
await followed;
await host.closed();
await kept.close();
await store.close();
parentPort.close();

/** An event of the log is missing. It may have been found by another thread, where classes get lost. */
function isGap(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'revision-skipped';
}

/** Of the models that serve; undefined where there are none. */
async function positionOf(models: KeptReadModels): Promise<string | undefined> {
  const opened = await models.models();
  return opened.read((view) => modelsPosition(view, ALL_MODELS)).catch(() => undefined);
}

/** What an earlier version of this program has built differently, however often it takes. */
async function rebuildAtLast(models: KeptReadModels): Promise<void> {
  while (!host.closing.aborted) {
    try {
      await models.rebuild({ build, signal: host.closing });
      return;
    } catch (error) {
      if (host.closing.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      host.emit('fault', { message, full: true });
      await pause(AGAIN_MS, undefined, { signal: host.closing }).catch(() => undefined);
    }
  }
}

function handlersOf(open: KeptReadModels): Omit<WorkerHandlers<ReadModelCalls>, 'rebuild'> {
  const entries = Object.entries(READABLE).map(([name, compute]) => [
    name,
    async (input: never) => {
      const answer = compute as (models: ReadModels, input: never) => Promise<unknown>;
      return answer(await open.models(), input);
    },
  ]);
  // Each name kept its own function, which the compiler cannot follow through the entries.
  return Object.fromEntries(entries) as Omit<WorkerHandlers<ReadModelCalls>, 'rebuild'>;
}
