/** Which patient has an event under a source and id, beside the processors' checkpoints in their file. */
import type Database from 'better-sqlite3';
import type { FactKeyIndex } from '../fact-keys/fact-key-index.js';
import { openWorkFile, typed } from './work-file.js';

/** Its name and columns are storage. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS fact_keys (
    key TEXT PRIMARY KEY,
    patient TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** @throws CheckpointsDamaged, CheckpointsUnavailable */
export function openSqliteFactKeyIndex({ file }: { readonly file: string }): Promise<FactKeyIndex> {
  return new Promise((resolve) => resolve(new SqliteFactKeyIndex(openWorkFile(file, SCHEMA))));
}

class SqliteFactKeyIndex implements FactKeyIndex {
  private readonly claiming: Database.Statement<[string, string], string>;
  private readonly releasing: Database.Statement<[string, string]>;

  constructor(private readonly db: Database.Database) {
    // One statement both looks and writes.
    this.claiming = db
      .prepare<[string, string], string>(
        `INSERT INTO fact_keys (key, patient) VALUES (?, ?)
         ON CONFLICT (key) DO UPDATE SET patient = patient RETURNING patient`,
      )
      .pluck();
    this.releasing = db.prepare('DELETE FROM fact_keys WHERE key = ? AND patient = ?');
  }

  claim(key: string, patient: string): Promise<string> {
    return new Promise((resolve) => {
      resolve(typed(this.db.name, () => this.claiming.get(key, patient)!));
    });
  }

  release(key: string, patient: string): Promise<void> {
    return new Promise((resolve) => {
      typed(this.db.name, () => this.releasing.run(key, patient));
      resolve();
    });
  }

  close(): Promise<void> {
    this.db.close();
    return Promise.resolve();
  }
}
