/** Processors' checkpoints in a SQLite file. */
export { openSqliteCheckpointStore, readSqliteCheckpoints } from './sqlite-checkpoint-store.js';
