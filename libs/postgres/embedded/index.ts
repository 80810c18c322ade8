/** A PostgreSQL server of one's own, for tests and the demo. */
export { startPostgres } from './start-postgres.js';
export type { PostgresServer } from './start-postgres.js';
