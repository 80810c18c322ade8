/** What SQLite's error codes mean for the store. */

/** The extended result code (`SQLITE_IOERR_FSYNC`), or undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'SqliteError') return undefined;
  return (error as Error & { readonly code: string }).code;
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

/** One line for people and logs. */
export function describeFault(error: unknown): string {
  const code = sqliteCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === undefined ? message : `${code}: ${message}`;
}
