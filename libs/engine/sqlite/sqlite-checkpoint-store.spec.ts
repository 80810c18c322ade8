/** The port of checkpoints, kept by each adapter; and what the one on disk does besides. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '#event-store';
import { InMemoryCheckpointStore, type CheckpointStore } from '../processors/checkpoint-store.js';
import { CheckpointsDamaged, openSqliteCheckpointStore } from './sqlite-checkpoint-store.js';

const at = (position: string, event = `event-${position}`) => ({
  position: position as Position,
  event,
});

const ADAPTERS: readonly (readonly [string, () => Promise<CheckpointStore>])[] = [
  ['in memory', () => Promise.resolve(new InMemoryCheckpointStore())],
  ['SQLite', () => openSqliteCheckpointStore({ file: ':memory:' })],
];

describe.each(ADAPTERS)('CheckpointStore: %s', (_name, open) => {
  let checkpoints: CheckpointStore;
  beforeEach(async () => {
    checkpoints = await open();
  });
  afterEach(() => checkpoints.close());

  it('knows nothing before anything was saved', async () => {
    expect(await checkpoints.load('handovers')).toBeUndefined();
  });

  it('gives what was saved last, under each name', async () => {
    await checkpoints.save('handovers', at('9'));
    await checkpoints.save('delivery', at('3'));
    await checkpoints.save('handovers', at('12'));
    expect(await checkpoints.load('handovers')).toEqual(at('12'));
    expect(await checkpoints.load('delivery')).toEqual(at('3'));
  });

  it('takes an earlier one too: a log may have been put back', async () => {
    await checkpoints.save('handovers', at('12'));
    await checkpoints.save('handovers', at('4', 'another'));
    expect(await checkpoints.load('handovers')).toEqual(at('4', 'another'));
  });
});

describe('CheckpointStore in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are there after a restart', async () => {
    const file = join(folder, 'checkpoints.db');
    const before = await openSqliteCheckpointStore({ file });
    await before.save('handovers', at('9'));
    await before.close();
    const after = await openSqliteCheckpointStore({ file });
    expect(await after.load('handovers')).toEqual(at('9'));
    await after.close();
  });

  it('say what to do about a file that is no database', async () => {
    const file = join(folder, 'checkpoints.db');
    writeFileSync(file, 'not a database, but long enough to look like a file of one '.repeat(50));
    await expect(openSqliteCheckpointStore({ file })).rejects.toThrow(CheckpointsDamaged);
    await expect(openSqliteCheckpointStore({ file })).rejects.toThrow(/Delete it/);
  });
});
