/**
 * Runs once before the whole-system tests of `npm run test:stores`: starts the server of the store
 * that `STAFETT_TEST_STORE` names, a PostgreSQL or the stand-in for EventStoreDB.
 */
import { startStandIn } from '../eventstoredb/stand-in.js';
import startPostgresForTests, { endForTests } from './postgres.js';

let end: (() => Promise<void>) | undefined;

/** @public Jest calls it. */
export default async function startStore(): Promise<void> {
  const store = process.env['STAFETT_TEST_STORE'];
  if (store === 'postgres') {
    await startPostgresForTests();
    process.env['STAFETT_TEST_STORE_URL'] = process.env['STAFETT_TEST_POSTGRES'];
    end = endForTests;
  }
  if (store === 'eventstoredb') {
    const named = process.env['EVENTSTOREDB_URL'];
    const server = named === undefined ? await startStandIn() : undefined;
    process.env['STAFETT_TEST_STORE_URL'] = named ?? server?.connectionString;
    end = () => server?.stop() ?? Promise.resolve();
  }
}

/** Ends what was started; the file beside this one calls it after all spec files. */
export const endStore = async (): Promise<void> => end?.();
