/** The event store on PostgreSQL. */
export { openPostgresCopyTarget } from './copy-target.js';
export { logFence } from './log-fence.js';
export { openPostgresEventStore } from './open.js';
