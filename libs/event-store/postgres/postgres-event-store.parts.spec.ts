/** The contract, on a real server. */
import { randomUUID } from 'node:crypto';
import { describeOnPostgres } from '#postgres/testing';
import { parsePostgresAddress } from '#postgres';
import { describeEventStoreContract } from '../contract/index.js';
import { openPostgresEventStore } from './open.js';

describeOnPostgres('PostgreSQL', (database) => {
  describeEventStoreContract('PostgreSQL', async (options) => {
    const schema = `log_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const address = parsePostgresAddress(`${database.url}?schema=${schema}`);
    const open = () =>
      openPostgresEventStore({ address, access: 'write', clock: Date.now, ...options });
    let store = await open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      // The schema goes with the suite's database.
      dispose: () => store.close(),
    };
  });
});
