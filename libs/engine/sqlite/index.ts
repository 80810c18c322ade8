/** Processors' checkpoints in a SQLite file. */
export { openSqliteCheckpointStore } from './sqlite-checkpoint-store.js';
