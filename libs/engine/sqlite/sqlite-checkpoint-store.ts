/**
 * Processors' checkpoints in a SQLite file of their own, apart from the log and the read
 * models: WAL with `synchronous=NORMAL`, so saving one does not wait for the disk. A power
 * cut may lose the newest ones, and then work is repeated; it never leaves half of one.
 *
 * Whoever opens it holds the log's lock, so nobody else writes to it.
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
      `${file} cannot be read. Delete it: processors start over and repeat no effects; nothing is lost.`,
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
export function openSqliteCheckpointStore({
  file,
}: {
  readonly file: string;
}): Promise<CheckpointStore> {
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
  private readonly loading: Database.Statement<[string], { position: Position; event: string }>;
  private readonly saving: Database.Statement<[string, string, string]>;

  constructor(private readonly db: Database.Database) {
    this.loading = db.prepare('SELECT position, event FROM checkpoints WHERE name = ?');
    this.saving = db.prepare(
      `INSERT INTO checkpoints (name, position, event) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET position = excluded.position, event = excluded.event`,
    );
  }

  load(name: string): Promise<ProcessorCheckpoint | undefined> {
    return new Promise((resolve) => resolve(this.loading.get(name)));
  }

  save(name: string, { position, event }: ProcessorCheckpoint): Promise<void> {
    return new Promise((resolve) => {
      this.saving.run(name, position, event);
      resolve();
    });
  }

  close(): Promise<void> {
    this.db.close();
    return Promise.resolve();
  }
}
