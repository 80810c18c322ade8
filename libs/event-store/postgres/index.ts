/** The event store on PostgreSQL. */
export { openPostgresCopyTarget } from './copy-target.js';
export { openPostgresEventStore } from './open.js';
