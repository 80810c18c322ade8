/** The event store on PostgreSQL. */
export { openPostgresEventStore } from './open.js';
