/** Whether SQLite finds the file of a log whole: its pages, its tables, and each index against its table. */
import Database from 'better-sqlite3';
import { reading, sqliteCode } from './sqlite-faults.js';
import { openForReading } from './log-file.js';

/** More are not listed: the file is lost, and how many there are says nothing. */
const FAULTS_MAX = 100;

/**
 * What is wrong with the file, in SQLite's words, which tell nothing of the content; empty where
 * it is whole. Reads all of it, and waits for no writer.
 *
 * @throws StoreMissing, FormatTooNew, UnsafeStorage, LogFileDamaged it cannot even be opened
 */
export function checkLogFile(file: string): readonly string[] {
  const { db } = openForReading(file);
  try {
    const found = db.pragma(`integrity_check(${FAULTS_MAX})`) as { integrity_check: string }[];
    return found.map((row) => row.integrity_check).filter((message) => message !== 'ok');
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    return [code];
  } finally {
    db.close();
  }
}

/** How many events were recorded before they got checksums. @throws as `checkLogFile` */
export function countUnchecked(file: string): number {
  const { db } = openForReading(file);
  try {
    const count = 'SELECT count(*) FROM events WHERE checksum IS NULL';
    return reading(file, () => db.prepare<[], number>(count).pluck().get()!);
  } finally {
    db.close();
  }
}

/** Of the SQLite that the driver brings. */
export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  } finally {
    db.close();
  }
}
