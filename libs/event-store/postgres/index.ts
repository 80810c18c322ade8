/** The event store on PostgreSQL. */
export { openPostgresEventStore } from './open.js';
export type { PostgresEventStore } from './postgres-event-store.js';
