/** The engine's own work in a PostgreSQL database. */
export { acquireWorkLock, type WorkLock } from './work-lock.js';
export {
  openPostgresCheckpointStore,
  readPostgresCheckpoints,
  removePostgresCheckpoints,
} from './postgres-checkpoint-store.js';
export { openPostgresFactKeyIndex } from './postgres-fact-key-index.js';
export { WorkLockLost, WorkUnavailable } from './work-faults.js';
