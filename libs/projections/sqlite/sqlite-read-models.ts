/**
 * The read models in a SQLite file, apart from the log: WAL, so that figures read
 * while the runner writes; `synchronous=NORMAL`, because what a power cut takes is
 * folded again from the log, while half a transaction never remains.
 */
import type Database from 'better-sqlite3';
import { sql, type Compilable, type Kysely } from 'kysely';
import type {
  ReadModels,
  ReadView,
  SqlValue,
  Write,
  WriteTransaction,
} from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import { Turns } from './turns.js';

/** Rows taken from SQLite before other work gets its turn: about 5 ms of a figure. */
const PAGE_ROWS = 500;

/** Connections kept for figures; more of them at once than this wait for one another. */
const READERS_MAX = 4;

export interface Connection {
  readonly raw: Database.Database;
  readonly db: Kysely<Tables>;
}

export interface SqliteReadModelsOptions {
  readonly access: 'write' | 'read';
  /** The connection that writes; absent when opened for reading. */
  readonly writer: Connection | undefined;
  /** Opens a connection for one figure at a time; absent where the database lives in the writer's memory. */
  readonly openReader: (() => Connection) | undefined;
  /** Called once everything is closed. */
  readonly onClosed: () => void;
}

export class SqliteReadModels implements ReadModels {
  readonly access: 'write' | 'read';
  readonly #writer: Connection | undefined;
  readonly #writing = new Turns(1);
  readonly #openReader: (() => Connection) | undefined;
  readonly #reading = new Turns(READERS_MAX);
  readonly #idle: Connection[] = [];
  readonly #statements = new Map<Write, Database.Statement<SqlValue[]>>();
  readonly #onClosed: () => void;
  #closed: Promise<void> | undefined;

  constructor(options: SqliteReadModelsOptions) {
    this.access = options.access;
    this.#writer = options.writer;
    this.#openReader = options.openReader;
    this.#onClosed = options.onClosed;
  }

  async write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    const writer = this.#writer;
    if (writer === undefined) throw new Error('The read models were opened for reading only.');
    return this.#inTurn(this.#writing, () =>
      transaction(writer.raw, 'BEGIN IMMEDIATE', () =>
        work({
          db: writer.db,
          clustered: sql`without rowid`,
          run: (write, rows) => {
            const statement = this.#statement(writer, write);
            for (const row of rows) statement.run(...row);
            return Promise.resolve();
          },
        }),
      ),
    );
  }

  async read<T>(work: (view: ReadView) => Promise<T>): Promise<T> {
    const open = this.#openReader;
    if (open === undefined)
      return this.#inTurn(this.#writing, () =>
        transaction(this.#writer!.raw, 'BEGIN', () => work(viewOf(this.#writer!))),
      );
    return this.#inTurn(this.#reading, async () => {
      const reader = this.#idle.pop() ?? open();
      try {
        return await transaction(reader.raw, 'BEGIN', () => work(viewOf(reader)));
      } finally {
        this.#idle.push(reader);
      }
    });
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    await Promise.all([this.#writing.settled(), this.#reading.settled()]);
    for (const reader of this.#idle) reader.raw.close();
    this.#writer?.raw.close();
    this.#onClosed();
  }

  #inTurn<T>(turns: Turns, work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw new Error('The read models are closed.');
    return turns.take(work);
  }

  #statement(writer: Connection, write: Write): Database.Statement<SqlValue[]> {
    let statement = this.#statements.get(write);
    if (statement === undefined) {
      statement = writer.raw.prepare<SqlValue[]>(write(writer.db).compile().sql);
      this.#statements.set(write, statement);
    }
    return statement;
  }
}

function viewOf({ raw, db }: Connection): ReadView {
  return { db, pages: (query) => pages(raw, query) };
}

async function* pages<Row>(
  raw: Database.Database,
  query: Compilable<Row>,
): AsyncGenerator<readonly Row[], void> {
  const { sql: text, parameters } = query.compile();
  let page: Row[] = [];
  for (const row of raw.prepare<unknown[], Row>(text).iterate(...parameters)) {
    page.push(row);
    if (page.length < PAGE_ROWS) continue;
    yield page;
    page = [];
    await nextTurn();
  }
  if (page.length > 0) yield page;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function transaction<T>(
  raw: Database.Database,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  raw.exec(begin);
  try {
    const result = await work();
    raw.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite ends a transaction itself after some faults; a second ROLLBACK would hide the first.
    if (raw.inTransaction) raw.exec('ROLLBACK');
    throw error;
  }
}
