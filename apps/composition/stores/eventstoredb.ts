/** What opens an EventStoreDB; loaded where one was chosen. */
import { StoreFailed, type EventStore } from '#event-store';
import {
  openEventStoreDb,
  probeEventStoreDb,
  type EventStoreDbOptions,
  type ServerProbe,
} from '#event-store/eventstoredb';
import type { EventStoreDbPlace } from './places.js';

type Options = Pick<EventStoreDbOptions, 'access' | 'clock'>;

/** @throws InvalidConnectionString, InsecureCredentials, AccessDenied, Unavailable; StoreMissing */
export function openOnEventStoreDb(
  { address, password }: EventStoreDbPlace,
  options: Options,
): Promise<EventStore> {
  const credentials = credentialsOf({ address, password });
  return openEventStoreDb({
    connectionString: address,
    ...(credentials && { credentials }),
    ...options,
  });
}

/** What the server says of itself, and how fast. @throws what its client throws */
export function probe({ address, password }: EventStoreDbPlace): Promise<ServerProbe> {
  return probeEventStoreDb(address, credentialsOf({ address, password }));
}

function credentialsOf({ address, password }: { address: string; password: string | undefined }) {
  const [, user] = /^[a-z+]+:\/\/([^@/?]*)@/.exec(address) ?? [];
  if (user === undefined || password === undefined) return undefined;
  return { username: decodeURIComponent(user), password };
}

/** The same store, which appends nothing any more once the lock of its writer is lost. */
export function stoppable(store: EventStore): {
  readonly store: EventStore;
  readonly stop: () => void;
} {
  let isStopped = false;
  const append: EventStore['append'] = (...args) =>
    isStopped
      ? Promise.reject(new StoreFailed('the lock of the work database was lost'))
      : store.append(...args);
  return {
    stop: () => void (isStopped = true),
    store: {
      append,
      limits: store.limits,
      uniqueKeys: store.uniqueKeys,
      identity: () => store.identity(),
      readStream: (...args) => store.readStream(...args),
      readLog: (...args) => store.readLog(...args),
      head: () => store.head(),
      subscribe: (...args) => store.subscribe(...args),
      close: () => store.close(),
    },
  };
}
