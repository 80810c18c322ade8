/** Processors' checkpoints in a SQLite file. */
export { CheckpointsDamaged, openSqliteCheckpointStore } from './sqlite-checkpoint-store.js';
