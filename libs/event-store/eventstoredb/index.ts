/** The event store on EventStoreDB. */
export { probeEventStoreDb, type ServerProbe } from './probe.js';
export { openEventStoreDb } from './open.js';
export type { EventStoreDbOptions } from './open.js';
export { openEventStoreDbCopyTarget } from './copy-target.js';
