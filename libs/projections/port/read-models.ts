/**
 * The port of the read models: what the runner and the figures need of a database.
 * Queries are written once with Kysely; an adapter chooses the dialect and runs them.
 *
 * Guarantees of every adapter, checked by the suite in `contract/`
 * - `write` is one transaction: rows and checkpoint together, or nothing. Writes follow one
 *   another in the order asked for, and within one every call is answered before the next.
 * - `read` sees one state of the database from its beginning to its end, whatever
 *   is written meanwhile.
 * - Whole numbers come back exactly or not at all: positions as decimal digits, up to 64
 *   bits; all others as numbers.
 * - Read models are rebuildable, so a crash may lose the last transactions, but it
 *   never leaves half of one.
 *
 * Inside a transaction nothing is awaited but the database: the log is read beforehand.
 */
import type { Compilable, Kysely } from 'kysely';
import type { Insert, Update } from './bulk-write.js';
import type { TableName, TableShape } from './table-definition.js';
import type { Tables } from './tables.js';

export interface WriteTransaction<DB = Tables> {
  /** Sees what this transaction has written. */
  readonly db: Kysely<DB>;
  /** Creates an empty table, replacing any other of that name. */
  createTable(table: TableShape): Promise<void>;
  /** @throws IntegerOutOfRange, RepeatedKey: nothing was written by this call */
  insert<Name extends TableName<DB>>(
    insert: Insert<DB, Name>,
    rows: readonly DB[Name][],
  ): Promise<void>;
  /** A row has the columns of `key` and `set`. @throws as `insert` */
  update<Name extends TableName<DB>>(
    update: Update<DB, Name>,
    rows: readonly Partial<DB[Name]>[],
  ): Promise<void>;
}

export interface ReadView<DB = Tables> {
  readonly db: Kysely<DB>;
  /**
   * The rows of a query in pages, so that a large answer is never in memory as a
   * whole and other work can run between pages. No other query may run on
   * this view before the last page was taken.
   */
  pages<Row extends object>(query: Compilable<Row>): AsyncIterable<readonly Row[]>;
}

export interface ReadOptions {
  /** Ends the reading before it begins, or before its next page. */
  readonly signal?: AbortSignal;
}

export interface ReadModels<DB = Tables> {
  readonly access: 'write' | 'read';
  /**
   * @throws what `work` throws: nothing was written
   * @throws CommitUnknown: everything was written, or nothing
   * @throws ReadModelsOutdated: a table or column does not exist
   * @throws ReadModelsReadOnly, ReadModelsClosed
   */
  write<T>(work: (transaction: WriteTransaction<DB>) => Promise<T>): Promise<T>;
  /**
   * @throws IntegerOutOfRange: an answer holds a number that JavaScript cannot
   * @throws ReadModelsOutdated, ReadModelsClosed, what `work` throws
   * @throws the reason of the signal: nobody waits for the answer any more
   */
  read<T>(work: (view: ReadView<DB>) => Promise<T>, options?: ReadOptions): Promise<T>;
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>;
}
