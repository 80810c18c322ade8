/** What the engine keeps for itself beside the log: how far each processor has come. */
import { rmSync } from 'node:fs';
import type { CheckpointStore } from '#engine';
import { openSqliteCheckpointStore, readSqliteCheckpoints } from '#engine/sqlite';
import type { LogToken } from '#event-store';
import { checkpointsFile, inFiles, type Places } from './places.js';

type Work = Pick<Places, 'work'>;

/** For the one process that writes. @throws CheckpointsDamaged, CheckpointsUnavailable */
export function openProcessorCheckpoints({ work }: Work): Promise<CheckpointStore> {
  return openSqliteCheckpointStore({ file: checkpointsFile(inFiles(work)) });
}

/** For anybody. None where there are none yet, or they cannot be read: whoever opens them says so. */
export function readProcessorCheckpoints({ work }: Work): Promise<ReadonlyMap<string, LogToken>> {
  return Promise.resolve(readSqliteCheckpoints(checkpointsFile(inFiles(work))));
}

/** Processors then start over, and repeat no effect. */
export function removeProcessorCheckpoints({ work }: Work): Promise<void> {
  const file = checkpointsFile(inFiles(work));
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  return Promise.resolve();
}
