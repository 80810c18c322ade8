/** The limits that the benchmarks stand beside: the bare disk, bare SQLite, bare JSON. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { NewEvent } from '#event-store';
import { perSecond } from './row.js';

/** Writes of one event's size, each followed by fdatasync, per second. */
export function rawSyncsPerSecond(folder: string, bytes: number, count: number): number {
  const file = openSync(join(folder, 'raw.bin'), 'w');
  const block = Buffer.alloc(bytes, 'x');
  const startedAt = performance.now();
  for (let i = 0; i < count; i += 1) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  const rate = perSecond(count, startedAt);
  closeSync(file);
  return rate;
}

/** Plain SQLite (WAL, synchronous=FULL) with the columns and indexes of the log. */
export function openRawTable(file: string): { db: Database.Database; insert: Database.Statement } {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
    CREATE TABLE event (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
      id BLOB NOT NULL, type INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at INTEGER NOT NULL);
    CREATE UNIQUE INDEX by_stream ON event (stream, revision);
    CREATE UNIQUE INDEX by_id ON event (id, stream);`);
  return { db, insert: db.prepare('INSERT INTO event VALUES (NULL, ?, ?, ?, 1, ?, ?, ?)') };
}

/** Rows per second into such a table. */
export function rawSqlitePerSecond(
  file: string,
  events: readonly NewEvent[],
  perCommit: number,
): number {
  const { db, insert } = openRawTable(file);
  const commit = db.transaction((part: readonly NewEvent[], first: number) => {
    part.forEach(({ id, data, metadata }, i) => {
      const key = Buffer.from(id.replaceAll('-', ''), 'hex');
      insert.run(1, first + i, key, JSON.stringify(data), JSON.stringify(metadata), first);
    });
  });
  const startedAt = performance.now();
  for (let i = 0; i < events.length; i += perCommit) commit(events.slice(i, i + perCommit), i);
  const rate = perSecond(events.length, startedAt);
  db.close();
  return rate;
}

/** `JSON.parse` of the same payloads, events per second on one core. */
export function rawParsesPerSecond(events: readonly NewEvent[]): number {
  const texts = events.map(
    ({ data, metadata }) => [JSON.stringify(data), JSON.stringify(metadata)] as const,
  );
  const startedAt = performance.now();
  let seen = 0;
  for (const [data, metadata] of texts) {
    JSON.parse(data);
    JSON.parse(metadata);
    seen += 1;
  }
  return perSecond(seen, startedAt);
}
