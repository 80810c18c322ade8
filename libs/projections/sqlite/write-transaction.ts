/** What a model writes with, on the connection that writes. */
import type Database from 'better-sqlite3';
import { checkRows } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import {
  insertStatement,
  tableStatements,
  updateStatement,
  type RowStatement,
} from './statements.js';
import type { Connection } from './connection.js';

/** By the constant that declares the write: prepared once, kept as long as the connection. */
export type PreparedWrites = Map<object, PreparedWrite>;

interface PreparedWrite {
  readonly statement: Database.Statement<unknown[]>;
  readonly parameters: readonly string[];
}

export function transactionOn<DB>(
  { raw, db }: Connection<DB>,
  prepared: PreparedWrites,
): WriteTransaction<DB> {
  const prepare = (write: object, statementOf: () => RowStatement): PreparedWrite => {
    let known = prepared.get(write);
    if (known === undefined) {
      const { sql, parameters } = statementOf();
      known = { statement: raw.prepare(sql), parameters };
      prepared.set(write, known);
    }
    return known;
  };
  return {
    db,
    createTable: (table) =>
      attempt(() => {
        for (const sql of tableStatements(table)) raw.exec(sql);
      }),
    insert: (insert, rows) =>
      attempt(() => {
        checkRows(rows, insert.onConflict?.key);
        runEach(
          prepare(insert, () => insertStatement(insert)),
          rows,
        );
      }),
    update: (update, rows) =>
      attempt(() => {
        checkRows(rows, update.key);
        runEach(
          prepare(update, () => updateStatement(update)),
          rows,
        );
      }),
  };
}

function runEach({ statement, parameters }: PreparedWrite, rows: readonly unknown[]): void {
  for (const row of rows) {
    const values = row as Readonly<Record<string, unknown>>;
    statement.run(parameters.map((column) => values[column]));
  }
}

/** The driver answers at once and throws; the port answers later and rejects. */
function attempt(run: () => void): Promise<void> {
  return new Promise((resolve) => {
    run();
    resolve();
  });
}
