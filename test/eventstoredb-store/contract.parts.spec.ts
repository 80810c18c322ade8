/** The contract, on the stand-in, and on a real server where EVENTSTOREDB_URL names one. */
import { afterAll, beforeAll } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { retrying } from '#event-store';
import { describeEventStoreContract, type OpenStore } from '#event-store/contract';
import { startStandIn, type StandIn } from '../eventstoredb/stand-in.js';
import { openOnNewLog, startServer, type TestServer } from './server.js';

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

const traits = { recognisesIds: false, tellsRepeats: true, ownTime: false };

for (const appends of ['batch', 'unary'] as const) {
  const open: OpenStore = (options) => openOnNewLog(server, { ...options, appends });
  describeEventStoreContract(`EventStoreDB, appends by ${appends}`, open, traits);
}

/** As it is used: an outcome that the follower cannot settle yet is asked for again. */
const openOnFollower: OpenStore = async (options) => {
  const { store, reopen, dispose } = await openOnNewLog(follower, options);
  return {
    store: retrying(store),
    // What one store appended another finds when the follower has it.
    reopen: () =>
      pause(2 * LAG_MS)
        .then(reopen)
        .then((again) => retrying(again)),
    dispose,
  };
};
describeEventStoreContract('EventStoreDB, read from a follower that lags', openOnFollower, traits);
