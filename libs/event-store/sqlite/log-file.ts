/**
 * Opening the log file so that "acknowledged" means durable, and checking that
 * SQLite really does what it was asked: every setting is read back.
 */
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreMissing, UnsafeStorage } from '../errors.js';
import { bringUpToDate, FORMAT, formatOf } from './format.js';
import { opening } from './opening.js';
import { reading, sqliteCode } from './sqlite-faults.js';

export const IN_MEMORY = ':memory:';

/** The first version without the WAL-reset race, which could lose committed transactions. */
const SQLITE_OLDEST = [3, 51, 3] as const;

const SYNCHRONOUS_FULL = 2;

/** How long to wait for a foreign program that holds the file, e.g. a backup. */
const BUSY_TIMEOUT_MS = 10_000;

/** Pages in memory, so that the indexes' hot pages stay there. */
const CACHE_KIB = 32 * 1024;

/**
 * Opens (creates, migrates) the log for writing. What a crashed process left in the
 * WAL is made durable before anything is answered from it: it may have been
 * committed and never synced.
 *
 * @throws FormatTooNew, UnsafeStorage, LogFileDamaged
 */
export function openForWriting(file: string): Database.Database {
  return reading(file, () => opening(file, () => openChecked(file)));
}

function openChecked(file: string): Database.Database {
  const leftBehind = `${file}-wal`;
  if (file !== IN_MEMORY && existsSync(leftBehind)) syncFile(leftBehind);
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeignFile(file, () => formatOf(db, file));
    setForDurability(db, file);
    bringUpToDate(db, file);
    if (file !== IN_MEMORY) {
      // Copying the WAL into the file, which syncs both, also heals what a failed sync
      // left unwritten though the page cache shows it.
      db.pragma('wal_checkpoint(RESTART)');
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the log beside whoever writes it, or when nobody does.
 *
 * @throws StoreMissing there is no log yet
 * @throws FormatTooNew, UnsafeStorage, LogFileDamaged
 */
export function openForReading(file: string): { db: Database.Database; outdated: boolean } {
  if (!existsSync(file)) throw new StoreMissing(file);
  return reading(file, () => opening(file, () => openBeside(file)));
}

function openBeside(file: string): { db: Database.Database; outdated: boolean } {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS, readonly: true });
  try {
    const format = refuseForeignFile(file, () => formatOf(db, file));
    // The file is there, but its first writer has not yet made it a log.
    if (format === 0) throw new StoreMissing(file);
    return { db, outdated: format < FORMAT };
  } catch (error) {
    db.close();
    throw error;
  }
}

function setForDurability(db: Database.Database, file: string): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  if (isOlder(version)) {
    throw new UnsafeStorage(
      `SQLite ${version} can lose data; ${SQLITE_OLDEST.join('.')} is needed.`,
    );
  }
  if (file === IN_MEMORY) return;
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') {
    throw new UnsafeStorage(
      `${file} cannot use a write-ahead log here (journal mode ${String(mode)}).`,
    );
  }
  db.pragma('synchronous = FULL');
  // Where fsync leaves data in the drive's cache (macOS), ask for more; elsewhere without effect.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  // Checkpoints are made by hand: SQLite's own swallow the error of a failed sync.
  db.pragma('wal_autocheckpoint = 0');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  const synchronous = db.pragma('synchronous', { simple: true });
  if (synchronous !== SYNCHRONOUS_FULL) {
    throw new UnsafeStorage(
      `SQLite did not accept synchronous=FULL (it is ${String(synchronous)}).`,
    );
  }
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, oldest] of SQLITE_OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part !== oldest) return part < oldest;
  }
  return false;
}

function refuseForeignFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_NOTADB') throw error;
    throw new UnsafeStorage(`${file} is not a SQLite file, so it cannot be an event log.`);
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
