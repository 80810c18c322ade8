/** Why a file of the folder cannot be opened, in words that say what to do: SQLite only says that it cannot. */
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FolderUnusable } from '../errors.js';
import { sqliteCode } from './sqlite-faults.js';

const NOT_OPENED = /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission; check owner and permissions',
  EPERM: 'this user has no permission; check owner and permissions',
  EROFS: 'it lies on a read-only file system; mount it writable or use a copy',
  EMFILE: 'too many files are open; raise the limit of open files (ulimit -n)',
  ENFILE: 'too many files are open on this machine; raise its limit',
  ENOENT: 'it does not exist; check the path',
  ENOTDIR: 'a part of its path is a file, not a folder; check the path',
  ENOSPC: 'the disk is full; free some space',
};

/** Opens a file with SQLite. @throws FolderUnusable */
export function opening<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const code = sqliteCode(error) ?? '';
    // Of a folder that is not there the driver says so itself, without a code.
    const noFolder = error instanceof TypeError && /directory does not exist/.test(error.message);
    if (!noFolder && !NOT_OPENED.test(code)) throw error;
    const reason = reasonOf(file) ?? `SQLite says ${code}`;
    throw new FolderUnusable(file, reason, { cause: error });
  }
}

/** Tries by itself what SQLite may have been refused. */
function reasonOf(file: string): string | undefined {
  try {
    const folder = dirname(file);
    if (!statSync(folder).isDirectory()) return REASONS['ENOTDIR'];
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    closeSync(openSync(file, constants.O_RDWR));
    return undefined;
  } catch (error) {
    return REASONS[String((error as NodeJS.ErrnoException).code)];
  }
}
