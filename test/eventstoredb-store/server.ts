/** The server that the tests of the adapter run on: the one that EVENTSTOREDB_URL names, or the stand-in. */
import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store';
import type { ContractOptions } from '#event-store/contract';
import { openEventStoreDb, type EventStoreDbOptions } from '#event-store/eventstoredb';
import type { Installation } from '../../apps/composition/index.js';
import { parsePlace } from '../../apps/composition/stores/parse-place.js';
import { placesIn } from '../../apps/composition/stores/places.js';
import { startStandIn } from '../eventstoredb/stand-in.js';

/** A real server that people have named; it may be shared, and have much in it already. */
export const realServer = process.env['EVENTSTOREDB_URL'];

export interface TestServer {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** A real server where one is named, else the stand-in. */
export async function startServer(): Promise<TestServer> {
  if (realServer === undefined) return startStandIn();
  return { connectionString: realServer, stop: () => Promise.resolve() };
}

/** The same server, with a log of its own: nobody else's streams begin so. */
export function withNewLog(connectionString: string): string {
  const prefix = `t${randomUUID().replaceAll('-', '')}`;
  return `${connectionString}${connectionString.includes('?') ? '&' : '?'}prefix=${prefix}`;
}

/** A folder whose log is there, and nothing else. */
export function installationOn(connectionString: string, folder: string): Installation {
  const log = parsePlace(connectionString, { folder, data: folder, seenByOthers: false });
  const { readModels, work } = placesIn(folder);
  return { data: folder, places: { log, readModels, work } };
}

export interface NewLog {
  readonly connectionString: string;
  readonly store: EventStore;
  readonly reopen: () => Promise<EventStore>;
  readonly dispose: () => Promise<void>;
}

/** A store on a new, empty log. */
export async function openOnNewLog(
  server: TestServer,
  options: ContractOptions & Partial<EventStoreDbOptions> = {},
): Promise<NewLog> {
  const connectionString = withNewLog(server.connectionString);
  const open = (): Promise<EventStore> =>
    openEventStoreDb({ connectionString, access: 'write', clock: Date.now, ...options });
  let store = await open();
  return {
    connectionString,
    store,
    reopen: async () => {
      await store.close();
      return (store = await open());
    },
    dispose: () => store.close(),
  };
}
