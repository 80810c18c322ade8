/**
 * The read models in a SQLite file, apart from the log: WAL, so that figures read
 * while the runner writes; `synchronous=NORMAL`, because what a power cut takes is
 * folded again from the log, while half a transaction never remains.
 */
import type Database from 'better-sqlite3';
import type { Compilable } from 'kysely';
import PQueue from 'p-queue';
import { ReadModelsClosed, ReadModelsOutdated, ReadModelsReadOnly } from '../port/errors.js';
import type { ReadModels, ReadOptions, ReadView, WriteTransaction } from '../port/read-models.js';
import type { Connection } from './connection.js';
import { exactIntegers } from '../port/exact-integers.js';
import { typedFault } from './sqlite-faults.js';
import { transactionOn, type PreparedWrites } from './write-transaction.js';

/** Rows read from SQLite before other work may run: about 5 ms of a figure. */
const PAGE_ROWS = 500;
/** Text in them: one row may go over it. */
const PAGE_CHARACTERS = 1024 * 1024;

/** Connections kept for figures; more of them at once than this wait for one another. */
const READERS_MAX = 4;

export interface SqliteReadModelsOptions<DB> {
  readonly access: 'write' | 'read';
  /** The connection that writes; absent when opened for reading. */
  readonly writer: Connection<DB> | undefined;
  /** Opens a connection for one figure at a time; absent where the database lives in the writer's memory. */
  readonly openReader: (() => Connection<DB>) | undefined;
  /** Called once everything is closed. */
  readonly onClosed: () => void;
}

export class SqliteReadModels<DB> implements ReadModels<DB> {
  readonly access: 'write' | 'read';
  private readonly writing = new PQueue({ concurrency: 1 });
  private readonly reading = new PQueue({ concurrency: READERS_MAX });
  private readonly idle: Connection<DB>[] = [];
  private readonly statements: PreparedWrites = new Map();
  private closed: Promise<void> | undefined;

  constructor(private readonly options: SqliteReadModelsOptions<DB>) {
    this.access = options.access;
  }

  async write<T>(work: (transaction: WriteTransaction<DB>) => Promise<T>): Promise<T> {
    const { writer } = this.options;
    if (writer === undefined) throw new ReadModelsReadOnly();
    return this.enqueue(this.writing, () =>
      inTransaction(writer.raw, 'BEGIN IMMEDIATE', () =>
        work(transactionOn(writer, this.statements)),
      ),
    );
  }

  async read<T>(
    work: (view: ReadView<DB>) => Promise<T>,
    { signal }: ReadOptions = {},
  ): Promise<T> {
    const { openReader, writer } = this.options;
    const readOn = (connection: Connection<DB>): Promise<T> =>
      inTransaction(connection.raw, 'BEGIN', () => work(viewOf(connection, signal)));
    if (openReader === undefined)
      return this.enqueue(this.writing, () => {
        signal?.throwIfAborted();
        return readOn(writer!);
      });
    return this.enqueue(this.reading, async () => {
      signal?.throwIfAborted();
      const reader = this.idle.pop() ?? openReader();
      try {
        return await readOn(reader);
      } finally {
        this.idle.push(reader);
      }
    });
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await Promise.all([this.writing.onIdle(), this.reading.onIdle()]);
    for (const reader of this.idle) reader.raw.close();
    this.options.writer?.raw.close();
    this.options.onClosed();
  }

  private enqueue<T>(queue: PQueue, work: () => Promise<T>): Promise<T> {
    if (this.closed !== undefined) throw new ReadModelsClosed();
    return queue.add(work);
  }
}

function viewOf<DB>({ raw, db }: Connection<DB>, signal?: AbortSignal): ReadView<DB> {
  return { db, pages: (query) => pages(raw, query, signal) };
}

async function* pages<Row extends object>(
  raw: Database.Database,
  query: Compilable<Row>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Row[], void> {
  const { sql: text, parameters } = query.compile();
  let page: Row[] = [];
  let characters = 0;
  for (const row of raw.prepare<unknown[], Row>(text).iterate(...parameters)) {
    page.push(exactIntegers(row));
    for (const value of Object.values(row))
      if (typeof value === 'string') characters += value.length;
    if (page.length < PAGE_ROWS && characters < PAGE_CHARACTERS) continue;
    yield page;
    page = [];
    characters = 0;
    await nextTick();
    signal?.throwIfAborted();
  }
  if (page.length > 0) yield page;
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function inTransaction<T>(
  raw: Database.Database,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    raw.exec(begin);
    const result = await work();
    raw.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite ends a transaction itself after some faults; a second ROLLBACK would hide the first.
    if (raw.inTransaction) raw.exec('ROLLBACK');
    throw faultOf(raw, error);
  }
}

/** In the port's terms. SQLite has no code of its own for a table or column that was never made. */
function faultOf(raw: Database.Database, error: unknown): unknown {
  const { message } = error as { readonly message?: unknown };
  const typed = typedFault(raw.name, error);
  if (typed !== undefined) return typed;
  const missing = /^no such (?:table|column): "?([\w.]+)/.exec(String(message));
  return missing === null ? error : new ReadModelsOutdated([missing[1]!], { cause: error });
}
