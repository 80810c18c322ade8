/** The port of checkpoints, kept by each adapter; and what the one on disk does besides. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogToken } from '#event-store';
import { describeCheckpointStoreContract } from '../contract/index.js';
import { InMemoryCheckpointStore, type CheckpointStore } from '../processors/checkpoint-store.js';
import { openSqliteCheckpointStore } from './sqlite-checkpoint-store.js';
import { CheckpointsDamaged } from './work-file.js';

/** Answers late, and a crash loses what was saved last under each name. */
class AwkwardCheckpointStore implements CheckpointStore {
  constructor(private readonly saved = new Map<string, readonly LogToken[]>()) {}

  async load(name: string): Promise<LogToken | undefined> {
    await new Promise(setImmediate);
    return this.saved.get(name)?.at(-1);
  }

  async save(name: string, checkpoint: LogToken): Promise<void> {
    this.saved.set(name, [...(this.saved.get(name) ?? []), checkpoint]);
    await new Promise(setImmediate);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  crash(): AwkwardCheckpointStore {
    const left = [...this.saved].map(([name, all]) => [name, all.slice(0, -1)] as const);
    return new AwkwardCheckpointStore(new Map(left));
  }
}

const TOKEN = `9.${'a'.repeat(32)}` as LogToken;
const nothing = (): Promise<void> => Promise.resolve();

describeCheckpointStoreContract('in memory', () =>
  Promise.resolve({ checkpoints: new InMemoryCheckpointStore(), dispose: nothing }),
);
describeCheckpointStoreContract('awkward', () => {
  const checkpoints = new AwkwardCheckpointStore();
  return Promise.resolve({
    checkpoints,
    crash: () => Promise.resolve(checkpoints.crash()),
    dispose: nothing,
  });
});
describeCheckpointStoreContract('SQLite in memory', async () => {
  const checkpoints = await openSqliteCheckpointStore({ file: ':memory:' });
  return { checkpoints, dispose: () => checkpoints.close() };
});
describeCheckpointStoreContract('SQLite on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  const file = join(folder, 'checkpoints.db');
  const open: CheckpointStore[] = [await openSqliteCheckpointStore({ file })];
  return {
    checkpoints: open[0]!,
    crash: async () => {
      open.push(await openSqliteCheckpointStore({ file }));
      return open.at(-1)!;
    },
    dispose: async () => {
      for (const each of open) await each.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('Checkpoints in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are there after a restart', async () => {
    const file = join(folder, 'checkpoints.db');
    const before = await openSqliteCheckpointStore({ file });
    await before.save('handovers', TOKEN);
    await before.close();
    const after = await openSqliteCheckpointStore({ file });
    expect(await after.load('handovers')).toEqual(TOKEN);
    await after.close();
  });

  it('say what to do about a file that is no database', async () => {
    const file = join(folder, 'checkpoints.db');
    writeFileSync(file, 'not a database, but long enough to look like a file of one '.repeat(50));
    await expect(openSqliteCheckpointStore({ file })).rejects.toThrow(CheckpointsDamaged);
    await expect(openSqliteCheckpointStore({ file })).rejects.toThrow(/Delete it/);
  });
});
