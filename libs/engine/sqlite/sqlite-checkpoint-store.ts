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
import { isDamage, openWorkFile, typed } from './work-file.js';

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
  return new Promise((resolve) => resolve(new SqliteCheckpointStore(openWorkFile(file, SCHEMA))));
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
