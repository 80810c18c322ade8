/** The log in batches, read by threads that do nothing else. */
import {
  inOrderOfLog,
  isLong,
  type LogBatches,
  type LogStretch,
  type PartBatch,
  type ReadSoFar,
  type Turn,
} from '#projections/batches';
import type { Places } from '../stores/places.js';
import { WorkerClient } from '../workers/worker-client.js';

export type BatchCalls = {
  readonly next: { readonly input: undefined; readonly output: PartBatch };
};

export type BatchEvents = {
  readonly read: ReadSoFar;
};

export interface BatchWorkerData {
  readonly places: Pick<Places, 'log'>;
  readonly stretch: LogStretch;
  readonly turn: Turn;
}

/** Reading takes longer than writing: two threads are as many as two cores have time for. */
const THREADS = 2;

export function batchesInThreads({ log }: Pick<Places, 'log'>): LogBatches {
  return async function* (stretch, { signal, onRead }) {
    // Elsewhere positions do not count events, so that nobody knows where a part ends.
    const readers = log.kind === 'sqlite' && isLong(stretch) ? THREADS : 1;
    const threads = Array.from({ length: readers }, (_, reader) => {
      const workerData: BatchWorkerData = {
        ...{ places: { log }, stretch, turn: { reader, readers } },
      };
      return new WorkerClient<BatchCalls, BatchEvents>({
        name: 'a thread that reads the log',
        url: new URL('./batches.worker.js', import.meta.url),
        workerData,
        pendingMax: 1,
        on: { read: onRead },
        // Whoever waits for the next batch hears of it.
        onLost: () => undefined,
      });
    });
    try {
      const next = (reader: number) =>
        threads[reader]!.call('next', undefined, signal && { signal });
      yield* inOrderOfLog(stretch, { readers }, next);
    } finally {
      await Promise.all(threads.map((thread) => thread.close()));
    }
  };
}
