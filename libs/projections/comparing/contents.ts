/**
 * What a table of the read models says, entry by entry in the order of its key: the same however
 * the log was cut into batches, and so the same for two folds of one log.
 */
import type { Entry, Model } from '../models/model.js';
import type { ReadView } from '../port/read-models.js';
import { isPositionColumn, type TableShape } from '../port/table-definition.js';
import type { Tables } from '../port/tables.js';

type Row = Readonly<Record<string, string | number | null>>;

/** The tables that say something. */
export function comparedTables({ tables, putOff = [] }: Model): readonly TableShape[] {
  const names: readonly string[] = putOff;
  return tables.filter(({ name }) => !names.includes(name));
}

/** Whether the models have done all that they put off, so that they can be compared. */
export async function isSettled({ db }: ReadView, models: readonly Model[]): Promise<boolean> {
  for (const name of models.flatMap(({ putOff = [] }) => putOff)) {
    const rows = await db.selectFrom(name).selectAll().limit(1).execute();
    if (rows.length > 0) return false;
  }
  return true;
}

export function contentsOf(
  view: ReadView,
  { contents }: Model,
  table: TableShape,
): AsyncIterable<readonly Entry[]> {
  return contents?.[table.name]?.(view) ?? rowsOf(view, table);
}

/** Each row is an entry. */
async function* rowsOf(
  view: ReadView,
  { name, key }: TableShape,
): AsyncGenerator<readonly Entry[], void> {
  let query = view.db.selectFrom(name as keyof Tables).selectAll();
  for (const column of key) query = query.orderBy(column as never);
  for await (const page of view.pages(query)) yield page.map((row) => entryOf(row, key));
}

function entryOf(row: object, columns: readonly string[]): Entry {
  const values = row as Row;
  const key = columns.map((column) => {
    const value = values[column] ?? '';
    return isPositionColumn(column) ? BigInt(value) : value;
  });
  const { patient } = values;
  const about = typeof patient === 'string' && patient !== '' ? patient : key.join(' ');
  return { key, text: JSON.stringify(row), about };
}
