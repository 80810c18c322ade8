/** Checkpoints of processors in a SQLite file. */
export { CheckpointsDamaged, openSqliteCheckpoints } from './sqlite-checkpoint-store.js';
