/** A store on the writing thread of another one, each on a log of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractOptions, OpenedStore } from '../contract/index.js';
import { openOnSharedWriter, openSqliteEventStore } from './open.js';

export async function onSharedWriter(options: ContractOptions = {}, groupEvents = 64) {
  const folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  const file = join(folder, 'log.db');
  const settings = { file, clock: Date.now, ...options };
  const owner = await openSqliteEventStore({ ...settings, access: 'write' });
  const open = () => openOnSharedWriter({ ...settings, port: owner.shareWriter(), groupEvents });
  let store = open();
  const opened: OpenedStore = {
    store,
    reopen: async () => {
      await store.close();
      store = open();
      return store;
    },
    dispose: async () => {
      await store.close();
      await owner.close();
      rmSync(folder, { recursive: true });
    },
  };
  return { owner, opened, dispose: (): Promise<void> => opened.dispose() };
}
