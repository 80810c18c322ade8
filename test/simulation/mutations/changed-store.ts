/** Ways to change a store, and ids, for planted bugs. */
import type { EventStore } from '#event-store';
import { PATIENT_STREAM } from '#care-event';
import type { Random } from '../random.js';

/** The same store with some of its ways changed. */
export function changed(store: EventStore, ways: Partial<EventStore>): EventStore {
  return {
    limits: store.limits,
    uniqueKeys: store.uniqueKeys,
    append: (...args) => store.append(...args),
    readStream: (...args) => store.readStream(...args),
    readLog: (...args) => store.readLog(...args),
    identity: () => store.identity(),
    head: () => store.head(),
    subscribe: (options) => store.subscribe(options),
    close: () => store.close(),
    ...ways,
  };
}

export function isPatient(stream: string): boolean {
  return stream.startsWith(PATIENT_STREAM);
}

export function randomId(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0')).join('');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...groups, hex.slice(20)].join('-');
}

/** Leaves out the first event behind the place that the first page is asked from. */
export function skippingOne(store: EventStore): EventStore {
  let isFirst = true;
  return changed(store, {
    readLog: async (options) => {
      const page = await store.readLog(options);
      const skips = isFirst && options.from !== undefined && options.limit > 1;
      if (options.limit > 1) isFirst = false;
      return skips ? { ...page, events: page.events.slice(1) } : page;
    },
  });
}
