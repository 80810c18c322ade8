/** What the engine keeps for itself beside the log: how far each processor has come. */
import { rmSync } from 'node:fs';
import type { CheckpointStore, FactKeyIndex } from '#engine';
import {
  openSqliteCheckpointStore,
  openSqliteFactKeyIndex,
  readSqliteCheckpoints,
} from '#engine/sqlite';
import type { LogToken } from '#event-store';
import type { SharedWriter } from './log.js';
import { checkpointsFile, type Places } from './places.js';

type Work = Pick<Places, 'work'>;

/**
 * For the one process that writes.
 * @param shared from the log that it has opened for writing
 * @throws CheckpointsDamaged, CheckpointsUnavailable, WorkUnavailable
 */
export async function openProcessorCheckpoints(
  { work }: Work,
  { holder }: SharedWriter,
): Promise<CheckpointStore> {
  if (work.kind === 'sqlite') return openSqliteCheckpointStore({ file: checkpointsFile(work) });
  if (holder === undefined) throw new Error('Who saves checkpoints on a server holds its lock.');
  const { openPostgresCheckpointStore } = await import('#engine/postgres');
  const { addressOf } = await import('./postgres.js');
  return openPostgresCheckpointStore(addressOf(work), holder);
}

/**
 * For the one process that writes, where the log itself cannot keep keys unique.
 * @throws CheckpointsDamaged, CheckpointsUnavailable, WorkUnavailable
 */
export async function openFactKeys({ work }: Work): Promise<FactKeyIndex> {
  if (work.kind === 'sqlite') return openSqliteFactKeyIndex({ file: checkpointsFile(work) });
  const { openPostgresFactKeyIndex } = await import('#engine/postgres');
  const { addressOf } = await import('./postgres.js');
  return openPostgresFactKeyIndex(addressOf(work));
}

/**
 * For anybody. None where there are none yet, or a file cannot be read: whoever opens it says so.
 * @throws WorkUnavailable
 */
export async function readProcessorCheckpoints({
  work,
}: Work): Promise<ReadonlyMap<string, LogToken>> {
  if (work.kind === 'sqlite') return readSqliteCheckpoints(checkpointsFile(work));
  const { readPostgresCheckpoints } = await import('#engine/postgres');
  const { addressOf } = await import('./postgres.js');
  return readPostgresCheckpoints(addressOf(work));
}

/** Processors then start over, and repeat no effect. @throws WorkUnavailable */
export async function removeProcessorCheckpoints({ work }: Work): Promise<void> {
  if (work.kind === 'sqlite') {
    const file = checkpointsFile(work);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return;
  }
  const { removePostgresCheckpoints } = await import('#engine/postgres');
  const { addressOf } = await import('./postgres.js');
  await removePostgresCheckpoints(addressOf(work));
}
