/**
 * A log that is copied into a file: many events to a commit, in a file of another name that gets
 * the name of the log once it is complete. Nobody can take the half of it for a log.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { CopiedEvent, CopyTarget } from '../copying.js';
import { InvalidEvent } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { acquireFileLock } from './file-lock.js';
import { openForWriting } from './log-file.js';
import { LogReader } from './log-reader.js';
import { LogTables } from './log-tables.js';

export interface SqliteCopyTargetOptions {
  /** Path of the log, such as `log.db` in a folder that exists. */
  readonly file: string;
  /** How this process describes itself to another that wants to write. */
  readonly holder: string;
}

/** From when the next event counts as known at the earliest: not every log has the latest at its end. */
const KNOWN_UNTIL = `INSERT OR REPLACE INTO about
  SELECT 'known-until', max(recorded_at) FROM events HAVING max(recorded_at) IS NOT NULL`;

/** What stands beside a log that is being copied. */
const UNFINISHED = '.copying';

/** @throws StoreLocked another process writes there; FormatTooNew, UnsafeStorage */
export function openSqliteCopyTarget({
  file,
  holder,
}: SqliteCopyTargetOptions): Promise<CopyTarget> {
  return new Promise((resolve) => {
    const lock = acquireFileLock(`${file}.lock`, holder);
    try {
      const opened = existsSync(file) ? file : file + UNFINISHED;
      resolve(new SqliteCopyTarget(openForWriting(opened), { file, opened }, lock));
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

class SqliteCopyTarget implements CopyTarget {
  readonly eventBytes = undefined;
  readonly log: CopyTarget['log'];
  private readonly tables: LogTables;
  private readonly reader: LogReader;

  constructor(
    private readonly db: Database.Database,
    private readonly names: { readonly file: string; readonly opened: string },
    private readonly lock: { release(): void },
  ) {
    this.tables = new LogTables(db);
    this.reader = new LogReader(db, jsonCodec, undefined);
    this.log = {
      readLog: (options) => new Promise((resolve) => resolve(this.reader.readLog(options))),
      head: () => new Promise((resolve) => resolve(this.reader.head())),
    };
  }

  write(events: readonly CopiedEvent[]): Promise<number> {
    return new Promise((resolve) => {
      const insert = (): number => {
        this.tables.startAt(0);
        return events.reduce((taken, event) => taken + this.insert(event), 0);
      };
      try {
        resolve(this.db.transaction(insert).immediate());
      } catch (error) {
        this.tables.forget();
        throw error;
      }
    });
  }

  complete(): Promise<void> {
    return new Promise((resolve) => {
      this.db.exec(KNOWN_UNTIL);
      const { file, opened } = this.names;
      if (opened !== file) {
        this.db.close();
        renameSync(opened, file);
        for (const suffix of ['-wal', '-shm']) rmSync(opened + suffix, { force: true });
        syncFolderOf(file);
      }
      resolve();
    });
  }

  close(): Promise<void> {
    this.db.close();
    this.lock.release();
    return Promise.resolve();
  }

  /** @returns 1 where its key is taken */
  private insert({ stream: name, revision, knownAt, ...event }: CopiedEvent): number {
    const stream = this.tables.stream(name) ?? this.tables.createStream(name);
    if (stream.lastRevision !== revision - 1)
      throw new InvalidEvent('An event of a copy does not follow the one before it in its stream.');
    const encode = (field: 'data' | 'metadata') =>
      jsonCodec.encode({ stream: name, type: event.type, field }, event[field]);
    const encoded = { ...event, data: encode('data'), metadata: encode('metadata') };
    const taken = this.tables.takeKeys([encoded]);
    this.tables.recordAt(knownAt);
    this.tables.insert(stream, encoded);
    return taken.length;
  }
}

/** A name is durable once its folder is. Windows takes no folder here, and needs none. */
function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
