/** Connections to a PostgreSQL server, for every adapter that uses one. */
export {
  parsePostgresAddress,
  PostgresAddressInvalid,
  type PostgresAddress,
} from './postgres-address.js';
export { connectionSettings, openPool, type PoolOptions } from './pool.js';
export { faultKind, serverCode, type FaultKind } from './faults.js';
export {
  acquireAdvisoryLock,
  LockHeld,
  lockKey,
  type AdvisoryLock,
  type AdvisoryLockOptions,
} from './advisory-lock.js';
export { migrateSchema, SchemaTooNew, type SchemaPart } from './migrations.js';
