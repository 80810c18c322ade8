/**
 * The thread that reads the log for a build of the read models: it hands over batch after batch,
 * and makes the next one while the last is written.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { logBatches, memoryOf } from '#projections/batches';
import { openLogForReading } from '../stores/log.js';
import { Transferred } from '../workers/protocol.js';
import { WorkerHost } from '../workers/worker-host.js';
import type { BatchCalls, BatchEvents, BatchWorkerData } from './batches-in-thread.js';

if (parentPort !== null) {
  const { places, stretch } = workerData as BatchWorkerData;
  const store = await openLogForReading(places);
  const made = (): ReturnType<typeof batches.next> => {
    const next = batches.next();
    // Its failure is handled where it is awaited; where nobody asks for more it is not.
    next.catch(() => undefined);
    return next;
  };
  const host = WorkerHost.start<BatchCalls, BatchEvents>(parentPort, {
    next: async () => {
      const { value: batch } = await next;
      next = made();
      return batch === undefined ? undefined : new Transferred(batch, memoryOf(batch));
    },
  });
  const batches = logBatches(store, stretch, {
    signal: host.closing,
    onRead: (read) => host.emit('read', read),
  });
  let next = made();
  host.ready();
  await host.closed();
  await next.catch(() => undefined);
  await store.close();
  parentPort.close();
}
