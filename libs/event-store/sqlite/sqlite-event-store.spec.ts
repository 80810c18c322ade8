/** The contract, on a file with a writing thread, on a file without one, and in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStoreContract } from '../contract/index.js';
import type { ContractOptions, OpenedStore } from '../contract/index.js';
import { openSqliteEventStore } from './open.js';

function onFile(thread: boolean) {
  return async (options: ContractOptions = {}): Promise<OpenedStore> => {
    const folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
    const file = join(folder, 'log.db');
    const open = () =>
      openSqliteEventStore({ file, access: 'write', clock: Date.now, thread, ...options });
    let store = await open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      dispose: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  };
}

async function inMemory(options: ContractOptions = {}): Promise<OpenedStore> {
  const store = await openSqliteEventStore({
    file: ':memory:',
    access: 'write',
    clock: Date.now,
    ...options,
  });
  return { store, dispose: () => store.close() };
}

describeEventStoreContract('SQLite on a file', onFile(true));
describeEventStoreContract('SQLite on a file, committing inline', onFile(false));
describeEventStoreContract('SQLite in memory', inMemory);
