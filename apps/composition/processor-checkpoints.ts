/** How far each processor has come, kept in the data folder by the one process that writes. */
import type { Checkpoints } from '#engine';
import { openSqliteCheckpoints } from '#engine/sqlite';
import type { DataFolder } from './data-folder.js';

/** @throws CheckpointsDamaged */
export function openProcessorCheckpoints(folder: DataFolder): Promise<Checkpoints> {
  return openSqliteCheckpoints({ file: folder.checkpoints });
}
