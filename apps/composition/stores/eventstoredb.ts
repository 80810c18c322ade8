/** What opens an EventStoreDB; loaded where one was chosen. */
import { StoreFailed, Unavailable, type CopyTarget, type EventStore } from '#event-store';
import {
  openEventStoreDb,
  openEventStoreDbCopyTarget,
  probeEventStoreDb,
  type EventStoreDbOptions,
  type ServerProbe,
} from '#event-store/eventstoredb';
import type { EventStoreDbPlace } from './places.js';

type Options = Pick<EventStoreDbOptions, 'access' | 'clock'>;

/** @throws InvalidConnectionString, InsecureCredentials, AccessDenied, Unavailable; StoreMissing */
export function openOnEventStoreDb(
  place: EventStoreDbPlace,
  options: Options,
): Promise<EventStore> {
  return openEventStoreDb({ ...target(place), ...options });
}

/** @throws what opening a store throws */
export function copyTargetOn(place: EventStoreDbPlace): Promise<CopyTarget> {
  return openEventStoreDbCopyTarget(target(place));
}

function target({ address, password }: EventStoreDbPlace) {
  const credentials = credentialsOf({ address, password });
  return { connectionString: address, ...(credentials && { credentials }) };
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

/**
 * The same store, which appends nothing while the lock of its writer is being taken again, and
 * nothing any more once it is lost.
 * @param pausedBy why nothing may be written for now
 */
export function stoppable(
  store: EventStore,
  pausedBy: () => string | undefined = () => undefined,
): { readonly store: EventStore; readonly stop: () => void } {
  let isStopped = false;
  const append: EventStore['append'] = (...args) => {
    const paused = pausedBy();
    if (isStopped) return Promise.reject(new StoreFailed('the lock of the work database was lost'));
    return paused === undefined ? store.append(...args) : Promise.reject(new Unavailable(paused));
  };
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
