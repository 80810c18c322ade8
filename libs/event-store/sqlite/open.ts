/** Opening the event store on a SQLite file, for writing or beside its writer. */
import type { MessagePort } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { UnsafeStorage } from '../errors.js';
import type { StoreFailed } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import type { AppendLimits, PayloadCodec, Upcasters } from '../port.js';
import type { SubscriptionSource } from '../subscription.js';
import type { Encoding } from '../validation.js';
import { Subscriptions } from '../subscriptions.js';
import { AppendQueue } from '../append-queue.js';
import type { GroupWriter } from '../commit-protocol.js';
import { acquireFileLock, describeProcess } from './file-lock.js';
import type { FileLock } from './file-lock.js';
import { InlineWriter } from './inline-writer.js';
import { IN_MEMORY, openForReading, openForWriting } from './log-file.js';
import { LogReader } from './log-reader.js';
import { PortWriter } from './port-writer.js';
import { SqliteEventStore } from './sqlite-event-store.js';

import { ThreadWriter } from './thread-writer.js';

export interface SqliteEventStoreOptions {
  /** Path of the log (`log.db` in the data folder, which exists), or `:memory:`. */
  readonly file: string;
  /** One process writes; any number may read beside it, or without it. */
  readonly access: 'write' | 'read';
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
  /** How this process describes itself to a second writer. Default: process id and command. */
  readonly holder?: string;
  /** Default: JSON text. */
  readonly codec?: PayloadCodec;
  /** Default: what every store takes. */
  readonly limits?: Partial<AppendLimits>;
  readonly upcasters?: Upcasters;
  /**
   * Called once, after every waiting append has failed: the process should stop, since
   * only a restart settles what is durable.
   */
  readonly onFailure?: (error: StoreFailed) => void;
  /** Reading only: how often subscriptions look for new events, ms. Default 50. */
  readonly pollMs?: number;
}

const POLL_MS = 50;

/**
 * @throws StoreLocked another process writes here
 * @throws StoreMissing opened for reading, and there is no log yet
 * @throws FormatTooNew, UnsafeStorage
 */
export function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  return new Promise((resolve) => {
    resolve(options.access === 'write' ? openWriter(options) : openReader(options));
  });
}

function openWriter(options: SqliteEventStoreOptions): SqliteEventStore {
  const { file } = options;
  const lock = file === IN_MEMORY ? undefined : lockOf(options);
  try {
    const own = openForWriting(file);
    const threaded = file !== IN_MEMORY;
    // With a thread, this thread's connection only reads.
    if (threaded) own.pragma('query_only = ON');
    const writer = threaded ? new ThreadWriter(file) : new InlineWriter(own, file);
    return assemble(options, own, writer, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Options of a store in another thread of the process that writes. */
export interface SharedWriterOptions extends Pick<
  SqliteEventStoreOptions,
  'file' | 'clock' | 'codec' | 'limits' | 'upcasters' | 'pollMs'
> {
  /** From `SqliteEventStore.shareWriter` in the thread that opened the log for writing. */
  readonly port: MessagePort;
  /** Events in one commit: the fewer, the less another thread's append waits behind it. */
  readonly groupEvents: number;
}

/**
 * The store in another thread of the process that writes: it reads by itself, and its
 * appends share the one writing thread. It is closed before the one that shares its writer.
 */
export function openOnSharedWriter(options: SharedWriterOptions): SqliteEventStore {
  const { db } = openForReading(options.file);
  const encoding = encodingOf(options);
  const reader = new LogReader(db, encoding.codec, options.upcasters, { sharedSnapshots: true });
  const writer = new PortWriter(options.port);
  const queue = new AppendQueue({
    writer,
    clock: options.clock,
    groupEvents: options.groupEvents,
    // Whoever has appended something reads it.
    onCommitted: () => reader.refresh(),
    // The thread that opened the log hears of it too, and ends the process.
    onFailure: () => undefined,
  });
  return new SqliteEventStore({
    encoding,
    reader,
    queue,
    subscriptions: polled(reader, options.pollMs),
    release: async () => {
      await writer.close();
      reader.refresh();
      db.close();
    },
  });
}

function openReader(options: SqliteEventStoreOptions): SqliteEventStore {
  if (options.file === IN_MEMORY) {
    throw new UnsafeStorage('A log in memory cannot be read from beside: it has no file.');
  }
  let { db, outdated } = openForReading(options.file);
  if (outdated) {
    db.close();
    migrate(options);
    ({ db, outdated } = openForReading(options.file));
  }
  const { encoding, reader } = readerOf(options, db);
  return new SqliteEventStore({
    encoding,
    reader,
    subscriptions: polled(reader, options.pollMs),
    release: () => {
      db.close();
      return Promise.resolve();
    },
  });
}

/** Brings an older file up to date for a reader, unless an older program is writing it. */
function migrate(options: SqliteEventStoreOptions): void {
  const lock = lockOf(options);
  try {
    openForWriting(options.file).close();
  } finally {
    lock.release();
  }
}

function assemble(
  options: SqliteEventStoreOptions,
  db: Database.Database,
  writer: GroupWriter,
  lock: FileLock | undefined,
): SqliteEventStore {
  const { encoding, reader } = readerOf(options, db);
  const subscriptions = new Subscriptions(sourceOf(reader));
  const queue = new AppendQueue({
    writer,
    clock: options.clock,
    onCommitted: (batches) => subscriptions.wake(new Set(batches.map(({ stream }) => stream))),
    onFailure: (error) => options.onFailure?.(error),
  });
  const parts = {
    ...{ encoding, reader, subscriptions, queue },
    release: async () => {
      await writer.close();
      db.close();
      lock?.release();
    },
  };
  if (!(writer instanceof ThreadWriter)) return new SqliteEventStore(parts);
  const share = () => writer.shareWriter((streams) => subscriptions.wake(new Set(streams)));
  return new SqliteEventStore(parts, share);
}

/** For a store beside the one that writes: it looks by itself whether something was committed. */
function polled(reader: LogReader, pollMs = POLL_MS): Subscriptions {
  return new Subscriptions(sourceOf(reader), {
    watch: (wake) => {
      let seen: number | undefined;
      const timer = setInterval(() => {
        const version = versionOf(reader);
        if (version !== undefined && version === seen) return;
        seen = version;
        wake();
      }, pollMs);
      return () => clearInterval(timer);
    },
  });
}

/** Undefined where it cannot be read now: whoever reads next meets the fault, and can handle it. */
function versionOf(reader: LogReader): number | undefined {
  try {
    return reader.dataVersion();
  } catch {
    return undefined;
  }
}

/** The port's promise of a promise also turns what a read throws into a rejection. */
function sourceOf(reader: LogReader): SubscriptionSource {
  return {
    readStream: (...args) => new Promise((resolve) => resolve(reader.readStream(...args))),
    readLog: (...args) => new Promise((resolve) => resolve(reader.readLog(...args))),
  };
}

function readerOf(options: SqliteEventStoreOptions, db: Database.Database) {
  const encoding = encodingOf(options);
  return { encoding, reader: new LogReader(db, encoding.codec, options.upcasters) };
}

function encodingOf({
  codec = jsonCodec,
  limits,
}: Pick<SqliteEventStoreOptions, 'codec' | 'limits'>): Encoding {
  return { codec, uniqueKeys: true, limits: { ...APPEND_LIMITS, ...limits } };
}

function lockOf({ file, holder }: SqliteEventStoreOptions): FileLock {
  return acquireFileLock(`${file}.lock`, holder ?? describeProcess());
}
