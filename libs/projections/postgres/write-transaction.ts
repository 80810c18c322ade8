/** What a model writes with, on the connection that writes. */
import { checkRows } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import { binaryArray } from './arrays.js';
import type { Connection } from './connection.js';
import {
  insertStatement,
  tableStatements,
  updateStatement,
  type BulkStatement,
} from './statements.js';

/** By the constant that declares the write. Named, so that the server parses it once per connection. */
export type BulkWrites = Map<object, BulkStatement & { readonly name: string }>;

/** Rows of one statement: their columns are in memory here and there, in both forms. */
const STATEMENT_ROWS = 20_000;
/** Text in them: one row may go over it. */
const STATEMENT_CHARACTERS = 16 * 1024 * 1024;

type Row = Readonly<Record<string, string | number | null>>;

export function transactionOn<DB>(
  { raw, db }: Connection<DB>,
  known: BulkWrites,
): WriteTransaction<DB> {
  const run = async (
    write: object,
    statementOf: () => BulkStatement,
    rows: readonly unknown[],
  ): Promise<void> => {
    if (rows.length === 0) return;
    let statement = known.get(write);
    if (statement === undefined) {
      statement = { ...statementOf(), name: `bulk_${known.size}` };
      known.set(write, statement);
    }
    const { name, sql: text, parameters } = statement;
    for (const some of portions(rows as readonly Row[])) {
      const values = parameters.map(([column, type]) =>
        binaryArray(
          type,
          some.map((row) => row[column]),
        ),
      );
      await raw.query({ name, text, values });
    }
  };
  return {
    db,
    async createTable(table) {
      for (const sql of tableStatements(table)) await raw.query(sql);
    },
    async insert(insert, rows) {
      checkRows(rows, insert.onConflict?.key);
      await run(insert, () => insertStatement(insert), rows);
    },
    async update(update, rows) {
      checkRows(rows, update.key);
      await run(update, () => updateStatement(update), rows);
    },
  };
}

function* portions(rows: readonly Row[]): Generator<readonly Row[], void> {
  let from = 0;
  let characters = 0;
  for (const [n, row] of rows.entries()) {
    for (const column in row) {
      const value = row[column];
      if (typeof value === 'string') characters += value.length;
    }
    if (n + 1 - from < STATEMENT_ROWS && characters < STATEMENT_CHARACTERS) continue;
    yield rows.slice(from, n + 1);
    from = n + 1;
    characters = 0;
  }
  if (from < rows.length) yield rows.slice(from);
}
