/**
 * Processors' checkpoints in a SQLite file of their own, apart from the log and the read
 * models: WAL with `synchronous=NORMAL`, so saving one does not wait for the disk. A power
 * cut may lose the newest ones, and then work is repeated; it never leaves half of one.
 *
 * Whoever opens it holds the log's lock, so nobody else writes to it.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { readToken, type LogToken } from '#event-store';
import type { CheckpointStore } from '../processors/checkpoint-store.js';

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

/** The first version kept positions, which say nothing of the log they are from: processors start over. */
const SCHEMA = `
  DROP TABLE IF EXISTS checkpoints;
  CREATE TABLE IF NOT EXISTS processor_checkpoints (
    name TEXT PRIMARY KEY,
    token TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** @throws CheckpointsDamaged, CheckpointsUnavailable */
export function openSqliteCheckpointStore({
  file,
}: {
  readonly file: string;
}): Promise<CheckpointStore> {
  return new Promise((resolve) => resolve(new SqliteCheckpointStore(open(file))));
}

/**
 * Every checkpoint by its processor, for somebody who does not hold the log's lock. None where
 * there is no file, or where it cannot be read: that is for whoever opens it to say.
 */
export function readSqliteCheckpoints(file: string): ReadonlyMap<string, LogToken> {
  if (!existsSync(file)) return new Map();
  const db = new Database(file, { readonly: true });
  try {
    const rows = db
      .prepare<[], { name: string; token: string }>('SELECT name, token FROM processor_checkpoints')
      .all();
    return new Map(
      rows.flatMap(({ name, token: text }) => {
        const token = readToken(text);
        return token === undefined ? [] : [[name, token] as const];
      }),
    );
  } catch (error) {
    const isUnreadable = /^no such table|^unable to open/.test(String((error as Error).message));
    if (isDamage(error) || isUnreadable) return new Map();
    throw error;
  } finally {
    db.close();
  }
}

function open(file: string): Database.Database {
  return typed(file, () => {
    const db = new Database(file);
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.exec(SCHEMA);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** What passes, once somebody has seen to the disk or the system. */
const PASSING = /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|BUSY|NOMEM|PERM|PROTOCOL)/;

function typed<T>(file: string, work: () => T): T {
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

function isDamage(error: unknown): boolean {
  const code = String((error as { readonly code?: unknown }).code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

class SqliteCheckpointStore implements CheckpointStore {
  private readonly loading: Database.Statement<[string], string>;
  private readonly saving: Database.Statement<[string, string]>;

  constructor(private readonly db: Database.Database) {
    this.loading = db
      .prepare<[string], string>('SELECT token FROM processor_checkpoints WHERE name = ?')
      .pluck();
    this.saving = db.prepare(
      `INSERT INTO processor_checkpoints (name, token) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET token = excluded.token`,
    );
  }

  load(name: string): Promise<LogToken | undefined> {
    return new Promise((resolve) => {
      const token = typed(this.db.name, () => this.loading.get(name));
      resolve(token === undefined ? undefined : readToken(token));
    });
  }

  save(name: string, checkpoint: LogToken): Promise<void> {
    return new Promise((resolve) => {
      typed(this.db.name, () => this.saving.run(name, checkpoint));
      resolve();
    });
  }

  close(): Promise<void> {
    this.db.close();
    return Promise.resolve();
  }
}
