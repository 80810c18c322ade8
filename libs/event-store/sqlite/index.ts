/** The event store on SQLite, and the lock that read models share with it. */
export { cutWal, discardOutdatedWal, requireUsable } from './cut-wal.js';
export { checkLogFile, countUnchecked, sqliteVersion } from './check-file.js';
export { backUpLog, restoreLog } from './backup.js';
export { openSqliteCopyTarget } from './copy-target.js';
export { acquireFileLock } from './file-lock.js';
export { openOnSharedWriter, openSqliteEventStore } from './open.js';
