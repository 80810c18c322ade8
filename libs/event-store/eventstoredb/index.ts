/** The event store on EventStoreDB. */
export { openEventStoreDb } from './open.js';
