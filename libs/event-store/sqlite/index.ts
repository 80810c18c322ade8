/** The event store on SQLite, and the lock that read models share with it. */
export { acquireFileLock } from './file-lock.js';
export type { FileLock } from './file-lock.js';
export { openOnSharedWriter, openSqliteEventStore } from './open.js';
export type { SharedWriterOptions, SqliteEventStoreOptions } from './open.js';
export type { SqliteEventStore } from './sqlite-event-store.js';
