/**
 * A thread that reads the log for a build of the read models: it hands over batch after batch,
 * and makes the next one while the last is written.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { batchesOfParts, memoryOf, type ReadSoFar } from '#projections/batches';
import { openLogForReading } from '../stores/log.js';
import { Transferred } from '../workers/protocol.js';
import { WorkerHost } from '../workers/worker-host.js';
import type { BatchCalls, BatchEvents, BatchWorkerData } from './batches-in-threads.js';

/** Saying how far it has come costs as much as reading twenty events. */
const SAID_EVERY_EVENTS = 10_000;

if (parentPort !== null) {
  const { places, stretch, turn } = workerData as BatchWorkerData;
  const store = await openLogForReading(places);
  const made = (): ReturnType<typeof batches.next> => {
    const next = batches.next();
    // Its failure is handled where it is awaited; where nobody asks for more it is not.
    next.catch(() => undefined);
    return next;
  };
  const host = WorkerHost.start<BatchCalls, BatchEvents>(parentPort, {
    next: async () => {
      const { value } = await next;
      if (value === undefined) throw new Error('There are no more batches.');
      next = made();
      return new Transferred(value, value.batch === undefined ? [] : memoryOf(value.batch));
    },
  });
  let unsaid = 0;
  const onRead = ({ position, events }: ReadSoFar): void => {
    unsaid += events;
    if (unsaid < SAID_EVERY_EVENTS) return;
    host.emit('read', { position, events: unsaid });
    unsaid = 0;
  };
  const batches = batchesOfParts(store, stretch, turn, { signal: host.closing, onRead });
  let next = made();
  host.ready();
  await host.closed();
  await next.catch(() => undefined);
  await store.close();
  parentPort.close();
}
