/**
 * A backup of the log while it is written to, and its way back. A backup is the same log as it was:
 * it has the same identity, so that what knows later events notices that they are gone.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreMissing } from '../errors.js';
import { acquireFileLock } from './file-lock.js';
import { opening } from './opening.js';

/** SQLite takes that for all pages that are left. */
const ALL_PAGES = 2 ** 31 - 1;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Writes a copy of the log as it is at one moment, on the disk when it resolves. In one step, since
 * SQLite would begin again each time that somebody writes between two.
 *
 * @param to does not exist
 * @throws StoreMissing, FolderUnusable
 */
export async function backUpLog(file: string, to: string): Promise<void> {
  if (!existsSync(file)) throw new StoreMissing(file);
  const db = opening(file, () => new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS }));
  const unfinished = `${to}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    await db.backup(unfinished, { progress: () => ALL_PAGES });
  } finally {
    db.close();
  }
  // A copy has the journal mode of its log, and would have files beside it as soon as it is opened.
  const copy = new Database(unfinished);
  copy.pragma('journal_mode = DELETE');
  copy.close();
  sync(unfinished);
  renameSync(unfinished, to);
  syncFolderOf(to);
}

/**
 * Puts a backup in the place of the log.
 *
 * @param aside where a log that is there goes; undefined: there must be none
 * @throws StoreLocked somebody writes to the log
 */
export function restoreLog(backup: string, file: string, aside: string | undefined): void {
  const lock = acquireFileLock(`${file}.lock`, 'stafett restore');
  try {
    const unfinished = `${file}.restoring`;
    copyFileSync(backup, unfinished);
    sync(unfinished);
    for (const suffix of ['', '-wal', '-shm']) {
      if (!existsSync(file + suffix)) continue;
      if (aside === undefined) throw new Error(`There is already a log at ${file}.`);
      renameSync(file + suffix, aside + suffix);
    }
    renameSync(unfinished, file);
    syncFolderOf(file);
  } finally {
    lock.release();
  }
}

function sync(file: string): void {
  const open = openSync(file, 'r+');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** A name is durable once its folder is. Windows takes no folder here, and needs none. */
function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
