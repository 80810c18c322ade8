/** The contract, on the stand-in, and on a real server where EVENTSTOREDB_URL names one. */
import { afterAll, beforeAll } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { retrying } from '#event-store';
import {
  describeEventStoreContract,
  type OpenedStore,
  type OpenStore,
} from '#event-store/contract';
import { startStandIn, type StandIn } from '../eventstoredb/stand-in.js';
import { openOnNewLog, realServer, startServer, type NewLog, type TestServer } from './server.js';

/** How much later than its answer an append is seen by readers of a follower, ms. */
const LAG_MS = 80;

let server: TestServer;
let follower: StandIn;
beforeAll(async () => {
  server = await startServer();
  follower = await startStandIn();
  follower.lagReads(LAG_MS);
});
afterAll(async () => {
  await follower.stop();
  await server.stop();
});

/** With the outcomes settled that nobody knows: a follower is read, or a node fails meanwhile. */
function asUsed({ store, reopen, dispose }: NewLog): OpenedStore {
  // What one store appended another finds when the follower has it.
  const again = async () => retrying(await pause(2 * LAG_MS).then(reopen));
  return { store: retrying(store), reopen: again, dispose };
}

const traits = { recognisesIds: false, tellsRepeats: true, ownTime: false };

for (const appends of ['batch', 'unary'] as const) {
  const open: OpenStore = async (options) => {
    const opened = await openOnNewLog(server, { ...options, appends });
    return realServer === undefined ? opened : asUsed(opened);
  };
  describeEventStoreContract(`EventStoreDB, appends by ${appends}`, open, traits);
}

const openOnFollower: OpenStore = async (options) => asUsed(await openOnNewLog(follower, options));
describeEventStoreContract('EventStoreDB, read from a follower that lags', openOnFollower, traits);
