/** The SQLite file of the engine's own work, and what can be wrong with it. */
import Database from 'better-sqlite3';

/** The file is no database or is damaged. */
export class CheckpointsDamaged extends Error {
  override readonly name = 'CheckpointsDamaged';
  readonly code = 'checkpoints-damaged';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} cannot be read. Delete it: processors will start over without repeating any effect, and nothing is lost.`,
      options,
    );
  }
}

/** The disk or the system refuses now: it is full, or the file cannot be opened or written. */
export class CheckpointsUnavailable extends Error {
  override readonly name = 'CheckpointsUnavailable';
  readonly code = 'checkpoints-unavailable';
  constructor(
    readonly reason: string,
    /** There is no room on the disk. */
    readonly full: boolean,
    options?: ErrorOptions,
  ) {
    const what = full ? 'the disk is full' : 'check the disk, its permissions and limits';
    super(
      `The checkpoints of the processors cannot be kept at the moment (${reason}): ${what}. Nothing is done twice.`,
      options,
    );
  }
}

export function openWorkFile(file: string, schema: string): Database.Database {
  return typed(file, () => {
    const db = new Database(file);
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.exec(schema);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** What passes, once somebody has seen to the disk or the system. */
const PASSING = /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|BUSY|NOMEM|PERM|PROTOCOL)/;

export function typed<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDamage(error)) throw new CheckpointsDamaged(file, { cause: error });
    const code = String((error as { readonly code?: unknown }).code);
    if (!PASSING.test(code)) throw error;
    const isFull = code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
    throw new CheckpointsUnavailable(code, isFull, { cause: error });
  }
}

export function isDamage(error: unknown): boolean {
  const code = String((error as { readonly code?: unknown }).code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}
