/** Processors' checkpoints, and the index of fact keys, in a SQLite file. */
export { openSqliteCheckpointStore, readSqliteCheckpoints } from './sqlite-checkpoint-store.js';
export { openSqliteFactKeyIndex } from './sqlite-fact-key-index.js';
