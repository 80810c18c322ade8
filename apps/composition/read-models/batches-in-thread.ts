/** The log in batches, read by a thread that does nothing else. */
import type { LogBatch, LogBatches, LogStretch, ReadSoFar } from '#projections/batches';
import type { Places } from '../stores/places.js';
import { WorkerClient } from '../workers/worker-client.js';

export type BatchCalls = {
  /** Undefined at the end. */
  readonly next: { readonly input: undefined; readonly output: LogBatch | undefined };
};

export type BatchEvents = {
  readonly read: ReadSoFar;
};

export interface BatchWorkerData {
  readonly places: Pick<Places, 'log'>;
  readonly stretch: LogStretch;
}

export function batchesInThread({ log }: Pick<Places, 'log'>): LogBatches {
  return async function* (stretch, { signal, onRead }) {
    const workerData: BatchWorkerData = { places: { log }, stretch };
    const client = new WorkerClient<BatchCalls, BatchEvents>({
      name: 'the thread that reads the log',
      url: new URL('./batches.worker.js', import.meta.url),
      workerData,
      pendingMax: 1,
      on: { read: onRead },
      // Whoever waits for the next batch hears of it.
      onLost: () => undefined,
    });
    try {
      for (;;) {
        const batch = await client.call('next', undefined, signal && { signal });
        if (batch === undefined) return;
        yield batch;
      }
    } finally {
      await client.close();
    }
  };
}
