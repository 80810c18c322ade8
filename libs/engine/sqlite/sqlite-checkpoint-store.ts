/**
 * CheckpointStore in a SQLite file of their own, apart from the log and from the read models:
 * WAL with `synchronous=NORMAL`, so that saving one waits for no disk. A power cut may
 * take the newest ones, and then work is repeated; it never leaves half of one.
 *
 * Whoever opens it holds the lock of the log, so nobody else writes to it.
 */
import Database from 'better-sqlite3';
import type { Position } from '#event-store';
import type { CheckpointStore, ProcessorCheckpoint } from '../processors/checkpoint-store.js';

/** The file is no database or is damaged. */
export class CheckpointsDamaged extends Error {
  override readonly name = 'CheckpointsDamaged';
  readonly code = 'checkpoints-damaged';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} cannot be read. Delete it: what was done already is looked at again, nothing is lost.`,
      options,
    );
  }
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    name TEXT PRIMARY KEY,
    position TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** @throws CheckpointsDamaged */
export function openSqliteCheckpointStore({ file }: { readonly file: string }): Promise<CheckpointStore> {
  return new Promise((resolve) => resolve(new SqliteCheckpointStore(open(file))));
}

function open(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    const code = String((error as { readonly code?: unknown }).code);
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
      throw new CheckpointsDamaged(file, { cause: error });
    throw error;
  }
}

class SqliteCheckpointStore implements CheckpointStore {
  readonly #load: Database.Statement<[string], { position: Position; event: string }>;
  readonly #save: Database.Statement<[string, string, string]>;

  constructor(private readonly db: Database.Database) {
    this.#load = db.prepare('SELECT position, event FROM checkpoints WHERE name = ?');
    this.#save = db.prepare(
      `INSERT INTO checkpoints (name, position, event) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET position = excluded.position, event = excluded.event`,
    );
  }

  load(name: string): Promise<ProcessorCheckpoint | undefined> {
    return new Promise((resolve) => resolve(this.#load.get(name)));
  }

  save(name: string, { position, event }: ProcessorCheckpoint): Promise<void> {
    return new Promise((resolve) => {
      this.#save.run(name, position, event);
      resolve();
    });
  }

  close(): Promise<void> {
    this.db.close();
    return Promise.resolve();
  }
}
