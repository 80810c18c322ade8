/**
 * The values of one column of many rows, as one parameter in the server's binary form of arrays:
 * nothing is quoted here, and nothing parsed there.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c (array_recv)
 */
import type { ColumnType } from '../port/table-definition.js';
import { storedText } from './values.js';

const INT8 = 20;
const TEXT = 25;
/** Dimensions, whether any is null, the type of each, their number, and the index of the first. */
const HEADER_BYTES = 20;
/** The length of each value, or -1 where it is null. */
const LENGTH_BYTES = 4;

type Value = string | number | null | undefined;

/** How the column is called in SQL. */
export function sqlType(type: ColumnType): 'text' | 'int8' {
  return type.startsWith('text') ? 'text' : 'int8';
}

export function binaryArray(type: ColumnType, values: readonly Value[]): Buffer {
  return sqlType(type) === 'text' ? texts(values) : integers(values);
}

function texts(values: readonly Value[]): Buffer {
  const stored = values.map((value) => (typeof value === 'string' ? storedText(value) : undefined));
  const lengths = stored.map((text) => (text === undefined ? -1 : Buffer.byteLength(text)));
  const size = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), 0);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + size);
  let at = writeHeader(buffer, TEXT, values.length);
  for (const [row, text] of stored.entries()) {
    at = buffer.writeInt32BE(lengths[row]!, at);
    if (text !== undefined) at += buffer.write(text, at);
  }
  return buffer;
}

function integers(values: readonly Value[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (LENGTH_BYTES + 8));
  let at = writeHeader(buffer, INT8, values.length);
  for (const value of values) {
    const isNull = value === null || value === undefined;
    at = buffer.writeInt32BE(isNull ? -1 : 8, at);
    if (!isNull) at = buffer.writeBigInt64BE(BigInt(value), at);
  }
  return buffer.subarray(0, at);
}

/** @returns where the values begin */
function writeHeader(buffer: Buffer, type: number, length: number): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(length, 12);
  return buffer.writeInt32BE(1, 16);
}
