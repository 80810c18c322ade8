/** Connections to a PostgreSQL server, for every adapter that uses one. */
export { parsePostgresAddress, type PostgresAddress } from './postgres-address.js';
export { connectionSettings, openPool, type PoolOptions } from './pool.js';
export { faultKind, serverCode } from './faults.js';
export { LockHeld, lockKey } from './advisory-lock.js';
export { migrateSchema, SchemaTooNew } from './migrations.js';
export { KeptLock, type Fence, type LockLost } from './kept-lock.js';
export { requireSuitable, SameServer, ServerReplaced, ServerUnsuitable } from './server.js';
