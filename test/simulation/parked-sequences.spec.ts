/** Parked sequences keep their contract on logs that are far away: gaps, lost answers, no look at ids. */
import { randomUUID } from 'node:crypto';
import { describeParkedSequencesContract } from '#engine/contract';
import { retrying } from '#event-store';
import { AwkwardEventStore } from './awkward-store.js';
import { MemoryEventStore } from './memory-store.js';

const log = (): MemoryEventStore =>
  new MemoryEventStore({ clock: Date.now, identity: randomUUID(), uniqueKeys: false });

describeParkedSequencesContract('in memory, for the simulation', () => {
  const store = log();
  return Promise.resolve({ store, dispose: () => store.close() });
});

describeParkedSequencesContract('far away and awkward', () => {
  const pause = () => new Promise(setImmediate);
  const store = retrying(new AwkwardEventStore(log(), pause), { pause });
  return Promise.resolve({ store, dispose: () => store.close() });
});
