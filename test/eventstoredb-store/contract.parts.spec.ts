/** The contract, on the stand-in, and on a real server where EVENTSTOREDB_URL names one. */
import { afterAll, beforeAll } from '@jest/globals';
import { describeEventStoreContract, type OpenStore } from '#event-store/contract';
import { openOnNewLog, startServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const traits = { recognisesIds: false, tellsRepeats: true, ownTime: false };

for (const appends of ['batch', 'unary'] as const) {
  const open: OpenStore = (options) => openOnNewLog(server, { ...options, appends });
  describeEventStoreContract(`EventStoreDB, appends by ${appends}`, open, traits);
}
