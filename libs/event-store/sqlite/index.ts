/** The event store on SQLite, and the lock that read models share with it. */
export { acquireFileLock } from './file-lock.js';
export { openOnSharedWriter, openSqliteEventStore } from './open.js';
