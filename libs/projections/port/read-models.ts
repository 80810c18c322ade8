/**
 * The port of the read models: what the runner and the figures need of a database.
 * Queries are written once with Kysely; an adapter chooses the dialect and runs them.
 *
 * Guarantees of every adapter
 * - `write` is one transaction: rows and checkpoint together, or nothing.
 * - `read` sees one state of the database from its beginning to its end, whatever
 *   is written meanwhile.
 * - Read models are rebuildable, so a crash may lose the last transactions, but it
 *   never leaves half of one.
 */
import type { Compilable, Kysely, RawBuilder } from 'kysely';
import type { Tables } from './tables.js';

export type SqlValue = string | number | null;

/**
 * A statement that is compiled once and run with many rows. A constant of its
 * module: adapters remember what they compiled for it by its identity. The values
 * it is built with only mark the places of parameters.
 */
export type Write = (db: Kysely<Tables>) => Compilable<unknown>;

export interface WriteTransaction {
  readonly db: Kysely<Tables>;
  /** Ends the definition of a table whose rows should lie in the order of their key. */
  readonly clustered: RawBuilder<unknown>;
  /** Runs the statement once per row; a row's values are in the order of its parameters. */
  run(write: Write, rows: Iterable<readonly SqlValue[]>): Promise<void>;
}

export interface ReadView {
  readonly db: Kysely<Tables>;
  /**
   * The rows of a query in pages, so that a large answer is never in memory as a
   * whole and other work gets its turn between pages. No other query may run on
   * this view before the last page was taken.
   */
  pages<Row>(query: Compilable<Row>): AsyncIterable<readonly Row[]>;
}

export interface ReadModels {
  readonly access: 'write' | 'read';
  /** Transactions follow one another in the order asked for. */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  read<T>(work: (view: ReadView) => Promise<T>): Promise<T>;
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>;
}
