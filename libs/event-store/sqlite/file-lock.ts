/**
 * Keeps a second process from writing to a folder. The lock is a SQLite file held in
 * an exclusive transaction: the operating system lets go of it when the process
 * dies, however it dies. A side file beside it says who holds it, for people.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FolderUnusable, StoreLocked } from '../errors.js';
import { opening } from './opening.js';
import { sqliteCode } from './sqlite-faults.js';

export interface FileLock {
  /** Idempotent. */
  release(): void;
}

/**
 * Takes the lock or refuses at once; it never waits.
 *
 * @param lockFile a file of its own beside what it guards; created when missing. Nothing
 *   else may open it: closing any handle on it would drop the lock on POSIX systems.
 * @param holder how this process describes itself to one that is refused
 * @throws FolderUnusable
 * @throws StoreLocked another holder has it, in this process or another one
 */
export function acquireFileLock(lockFile: string, holder: string): FileLock {
  const holderFile = `${lockFile}.holder`;
  const db = opening(lockFile, () => new Database(lockFile, { timeout: 0 }));
  try {
    opening(lockFile, () => db.exec('BEGIN EXCLUSIVE'));
  } catch (error) {
    db.close();
    if (sqliteCode(error) === 'SQLITE_NOTADB') {
      const reason = 'it is no lock file; delete it while nothing runs';
      throw new FolderUnusable(lockFile, reason, { cause: error });
    }
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error;
    throw new StoreLocked(dirname(lockFile), readHolder(holderFile));
  }
  evenIfItFails(() => writeFileSync(holderFile, `${holder}, since ${new Date().toISOString()}`));
  return {
    release() {
      if (!db.open) return;
      evenIfItFails(() => rmSync(holderFile, { force: true }));
      db.close();
    },
  };
}

/**
 * How a process describes itself where the caller does not say it better. Of its command
 * only the script's name and a subcommand: other arguments may name a patient.
 */
export function describeProcess(argv: readonly string[] = process.argv): string {
  const [, script = 'node', first = ''] = argv;
  const subcommand = /^[a-z]+(-[a-z]+)*$/.test(first) ? ` ${first}` : '';
  return `process ${process.pid} (${basename(script)}${subcommand})`;
}

/** The holder file is only for people: on a full disk the lock must still be taken and released. */
function evenIfItFails(work: () => void): void {
  try {
    work();
  } catch {
    // Then the holder stays unnamed.
  }
}

function readHolder(holderFile: string): string {
  try {
    return readFileSync(holderFile, 'utf8').trim() || 'another process';
  } catch {
    // It took the lock a moment ago and has not signed yet, or is letting go of it.
    return 'another process';
  }
}
