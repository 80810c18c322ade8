/** The contract, on a file with its writing thread; `sqlite-in-memory.parts.spec.ts` has it in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStoreContract } from '../contract/index.js';
import type { ContractOptions, OpenedStore } from '../contract/index.js';
import { openSqliteEventStore } from './open.js';

async function onFile(options: ContractOptions = {}): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  const file = join(folder, 'log.db');
  const open = () => openSqliteEventStore({ file, access: 'write', clock: Date.now, ...options });
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
}

describeEventStoreContract('SQLite on a file', onFile);
