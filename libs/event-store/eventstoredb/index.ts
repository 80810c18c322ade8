/** The event store on EventStoreDB. */
export { openEventStoreDb } from './open.js';
export type { EventStoreDbOptions } from './open.js';
