/**
 * The log file's format and the way from older ones. `application_id` says whose
 * file it is, `user_version` which format. Table and column names are storage.
 *
 * Positions are row ids and thus the order of the file. Streams and types are
 * integers in the event rows, because names would be repeated in every row and
 * index. Ids are 16 bytes with the id first in their index: ids that begin with
 * their time then fill that index at its end. Keys that are unique over the whole log stay as
 * they are given, since a hash of them would land all over the tree.
 */
import type Database from 'better-sqlite3';
import { FormatTooNew, UnsafeStorage } from '../errors.js';

/** `STAF` in ASCII. */
export const APPLICATION_ID = 0x53544146;
export const FORMAT = 4;

/** Of events recorded before there was one, it is null. */
const ADD_CHECKSUM = 'ALTER TABLE events ADD COLUMN checksum INTEGER;';

const SCHEMA = `
  CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO about VALUES ('identity', lower(hex(randomblob(16))));
  CREATE TABLE streams (stream INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (type INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    data ANY NOT NULL,
    metadata ANY NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_id ON events (id, stream);
  CREATE TABLE unique_keys (key TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${ADD_CHECKSUM}
`;

/** The step from each older format to the one after it. */
const MIGRATIONS: ReadonlyMap<number, string> = new Map([
  [
    1,
    // Format 1 kept ids apart within a stream by a stream-first index, in which even
    // time-ordered ids land all over the tree.
    `DROP INDEX events_by_stream_and_id;
     CREATE UNIQUE INDEX events_by_id ON events (id, stream);`,
  ],
  [
    2,
    // Format 2 had no identity of its own: the first event stands for the log. Checkpoints of
    // that time are no tokens, so the processors start over and the read models are rebuilt.
    `CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
     INSERT INTO about SELECT 'identity', coalesce(
       (SELECT substr(id, 1, 8) || '-' || substr(id, 9, 4) || '-' || substr(id, 13, 4) || '-' ||
           substr(id, 17, 4) || '-' || substr(id, 21) || ' ' || recorded_at
         FROM (SELECT lower(hex(id)) AS id, recorded_at FROM events ORDER BY position LIMIT 1)),
       lower(hex(randomblob(16))));
     CREATE TABLE unique_keys (key TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  ],
  [3, ADD_CHECKSUM],
]);

/** The format of a file; 0 for one that is still empty. @throws UnsafeStorage a foreign file */
export function formatOf(db: Database.Database, file: string): number {
  const format = readNumber(db, 'user_version');
  const application = readNumber(db, 'application_id');
  if (application === APPLICATION_ID) {
    if (format > FORMAT) throw new FormatTooNew(file, format, FORMAT);
    return format;
  }
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (application === 0 && format === 0 && tables === 0) return 0;
  throw new UnsafeStorage(`${file} is a SQLite file of something else, not an event log.`);
}

/** Creates or migrates, all steps in one transaction. */
export function bringUpToDate(db: Database.Database, file: string): void {
  if (formatOf(db, file) === FORMAT) return;
  db.transaction(() => {
    let format = formatOf(db, file);
    if (format === 0) {
      db.exec(SCHEMA);
      format = FORMAT;
    }
    for (; format < FORMAT; format += 1) {
      const step = MIGRATIONS.get(format);
      if (step === undefined) {
        throw new UnsafeStorage(`${file} has format ${format}, which no version ever wrote.`);
      }
      db.exec(step);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${FORMAT}`);
  }).immediate();
}

function readNumber(db: Database.Database, pragma: string): number {
  return db.pragma(pragma, { simple: true }) as number;
}
