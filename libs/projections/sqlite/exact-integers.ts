/** SQLite's 64-bit integers as the port has them: positions as digits, all others as numbers. */
import type { KyselyPlugin } from 'kysely';
import { IntegerOutOfRange } from '../port/errors.js';
import { isPositionColumn } from '../port/table-definition.js';

/**
 * Changes a row of the driver, which hands out every integer as a `bigint`, in place.
 * @throws IntegerOutOfRange
 */
export function exactIntegers<Row extends object>(row: Row): Row {
  const values = row as Record<string, unknown>;
  for (const column in values) {
    const value = values[column];
    if (typeof value !== 'bigint') continue;
    if (isPositionColumn(column)) values[column] = String(value);
    else if (Number.isSafeInteger(Number(value))) values[column] = Number(value);
    else throw new IntegerOutOfRange(column, String(value));
  }
  return row;
}

export const EXACT_INTEGERS: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: ({ result }) => {
    for (const row of result.rows) exactIntegers(row);
    return Promise.resolve(result);
  },
};
