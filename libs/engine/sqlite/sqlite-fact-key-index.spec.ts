/** The index of fact keys, beside the checkpoints in their file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFactKeyIndexContract } from '../contract/index.js';
import { openSqliteCheckpointStore } from './sqlite-checkpoint-store.js';
import { openSqliteFactKeyIndex } from './sqlite-fact-key-index.js';

describeFactKeyIndexContract('SQLite on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fact-keys-'));
  const file = join(folder, 'checkpoints.db');
  const open = [await openSqliteCheckpointStore({ file }), await openSqliteFactKeyIndex({ file })];
  return {
    index: await openSqliteFactKeyIndex({ file }),
    reopen: () => openSqliteFactKeyIndex({ file }),
    dispose: async () => {
      for (const each of open) await each.close();
      rmSync(folder, { recursive: true });
    },
  };
});
