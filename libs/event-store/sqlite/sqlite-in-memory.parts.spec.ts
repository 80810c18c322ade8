/** The contract in memory, where tests keep their logs: without a file, and without a thread. */
import { describeEventStoreContract } from '../contract/index.js';
import type { ContractOptions, OpenedStore } from '../contract/index.js';
import { openSqliteEventStore } from './open.js';

async function inMemory(options: ContractOptions = {}): Promise<OpenedStore> {
  const store = await openSqliteEventStore({
    file: ':memory:',
    access: 'write',
    clock: Date.now,
    ...options,
  });
  return { store, dispose: () => store.close() };
}

describeEventStoreContract('SQLite in memory', inMemory);
