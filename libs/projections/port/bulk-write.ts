/**
 * Writes of many rows at once, declared as data: one round trip however many rows there are.
 * Each is a constant of its module; adapters cache by its identity what they prepare for it.
 */
import { IntegerOutOfRange, RepeatedKey } from './errors.js';
import { isPositionColumn } from './table-definition.js';
import type { ColumnName, TableDefinition, TableName, TableShape } from './table-definition.js';

/** New rows. Without `onConflict` a row whose key exists already is a fault. */
export interface Insert<DB, Name extends TableName<DB>> {
  readonly into: TableDefinition<DB, Name>;
  readonly onConflict?: OnConflict<ColumnName<DB, Name>>;
}

/** How to handle a row whose `key` exists already: by default the existing row stays. */
export interface OnConflict<Column> {
  readonly key: readonly Column[];
  /** Columns that take the new value. */
  readonly replace?: readonly Column[];
  /** Columns to which the new value is added. */
  readonly add?: readonly Column[];
}

/** New values for existing rows; a key that no row has changes nothing. */
export interface Update<DB, Name extends TableName<DB>> {
  readonly table: TableDefinition<DB, Name>;
  readonly key: readonly ColumnName<DB, Name>[];
  readonly set: readonly ColumnName<DB, Name>[];
  /** Only rows in which this column is null. */
  readonly onlyWhereNull?: ColumnName<DB, Name>;
}

/** The same as adapters see them. */
export interface InsertShape {
  readonly into: TableShape;
  readonly onConflict?: OnConflict<string>;
}
export interface UpdateShape {
  readonly table: TableShape;
  readonly key: readonly string[];
  readonly set: readonly string[];
  readonly onlyWhereNull?: string;
}

const POSITION_MAX = 2n ** 63n - 1n;

/**
 * What every adapter checks before it writes anything.
 *
 * @param key no two rows of one call may agree in these columns: which of them won would
 *   depend on the database
 * @throws IntegerOutOfRange, RepeatedKey
 */
export function checkRows(rows: readonly unknown[], key: readonly string[] = []): void {
  const keys = new Set<string>();
  for (const row of rows) {
    const values = row as Readonly<Record<string, unknown>>;
    for (const [column, value] of Object.entries(values)) checkValue(column, value);
    if (key.length === 0) continue;
    const text = JSON.stringify(key.map((column) => values[column]));
    if (keys.has(text)) throw new RepeatedKey(key);
    keys.add(text);
  }
}

function checkValue(column: string, value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new IntegerOutOfRange(column, String(value));
  } else if (typeof value === 'string' && isPositionColumn(column)) {
    const digits = /^[0-9]{1,19}$/.test(value);
    if (!digits || BigInt(value) > POSITION_MAX) throw new IntegerOutOfRange(column, value);
  }
}
