/** How far each processor has come, kept in the data folder by the one process that writes. */
import type { CheckpointStore } from '#engine';
import { openSqliteCheckpointStore } from '#engine/sqlite';
import type { DataFolder } from './data-folder.js';

/** @throws CheckpointsDamaged */
export function openProcessorCheckpoints(folder: DataFolder): Promise<CheckpointStore> {
  return openSqliteCheckpointStore({ file: folder.checkpoints });
}
