/** What SQLite's error codes mean for the store. */
import { LogFileDamaged, Unavailable } from '../errors.js';
import { RowDamaged } from './rows.js';

/**
 * The extended result code (`SQLITE_IOERR_FSYNC`), or undefined for any other error. Told
 * by its code alone: the native module may be shared by several realms of one process.
 */
export function sqliteCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/**
 * No room on the disk: nothing of the transaction is in the log and a later one may
 * succeed. A WAL-index that cannot grow is the same condition met one step earlier,
 * before any frame was written.
 */
export function isDiskFull(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
}

/** A page, an index or the header of the file is not what SQLite wrote. */
export function isFileDamaged(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_CORRUPT') === true;
}

/**
 * Runs what reads the file, and says in the port's terms what went wrong. What the disk or the
 * system refuses now (a full disk on which the WAL-index cannot grow, too many open files) may
 * succeed later; a broken file does not.
 */
export function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowDamaged) throw new LogFileDamaged(file, error.message);
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    if (isFileDamaged(error) || code === 'SQLITE_NOTADB') throw new LogFileDamaged(file, code);
    throw new Unavailable(`It cannot be read: ${describeFault(error)}.`, { cause: error });
  }
}

/** One line for people and logs. */
export function describeFault(error: unknown): string {
  const code = sqliteCode(error);
  const message = (error as { readonly message?: unknown } | null | undefined)?.message;
  const text = typeof message === 'string' ? message : String(error);
  return code === undefined ? text : `${code}: ${text}`;
}
