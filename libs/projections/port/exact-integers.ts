/** Whole numbers as the port has them, from what a driver hands out: positions as digits, all others as numbers. */
import type { KyselyPlugin } from 'kysely';
import { IntegerOutOfRange } from './errors.js';
import { isPositionColumn } from './table-definition.js';

/**
 * Changes a row of the driver in place: a whole number in it is a `bigint`, or a `number` where
 * that holds it exactly.
 *
 * @throws IntegerOutOfRange
 */
export function exactIntegers<Row extends object>(row: Row): Row {
  const values = row as Record<string, unknown>;
  for (const column in values) {
    const value = values[column];
    if (typeof value !== 'bigint' && typeof value !== 'number') continue;
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
