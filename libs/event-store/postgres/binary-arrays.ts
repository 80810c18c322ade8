/**
 * Arrays in PostgreSQL's binary form, which the driver passes on as they are: its own text form
 * would quote every quotation mark of every payload, and be read back character by character.
 */

/** Object identifiers of the element types: they are the same in every PostgreSQL. */
const OID = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950 } as const;

const HEADER_BYTES = 20;

export const int4Array = (values: readonly number[]): Buffer =>
  fixed(OID.int4, 4, values, (buffer, value, at) => buffer.writeInt32BE(value, at));

/** Of whole numbers that a JavaScript number holds exactly. */
export const int8Array = (values: readonly number[]): Buffer =>
  fixed(OID.int8, 8, values, (buffer, value, at) => {
    buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
    buffer.writeUInt32BE(value >>> 0, at + 4);
  });

/** Of UUIDs in their 8-4-4-4-12 form. */
export const uuidArray = (values: readonly string[]): Buffer =>
  fixed(OID.uuid, 16, values, (buffer, value, at) =>
    buffer.write(value.replaceAll('-', ''), at, 'hex'),
  );

export const textArray = (values: readonly (string | undefined)[]): Buffer =>
  sized(
    OID.text,
    values,
    (value) => Buffer.byteLength(value),
    (buffer, value, at) => buffer.write(value, at),
  );

export const byteaArray = (values: readonly (Uint8Array | undefined)[]): Buffer =>
  sized(
    OID.bytea,
    values,
    (value) => value.byteLength,
    (buffer, value, at) => buffer.set(value, at),
  );

function fixed<T>(
  oid: number,
  bytes: number,
  values: readonly T[],
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  return sized(oid, values, () => bytes, write);
}

function sized<T>(
  oid: number,
  values: readonly (T | undefined)[],
  sizeOf: (value: T) => number,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const sizes = values.map((value) => (value === undefined ? -1 : sizeOf(value)));
  const bytes = sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(bytes);
  // One dimension, that there are nulls, the elements' type, how many they are, the first at 1.
  for (const [index, number] of [1, 1, oid, values.length, 1].entries())
    buffer.writeInt32BE(number, 4 * index);
  let at = HEADER_BYTES;
  for (const [index, size] of sizes.entries()) {
    at = buffer.writeInt32BE(size, at);
    const value = values[index];
    if (value === undefined) continue;
    write(buffer, value, at);
    at += size;
  }
  return buffer;
}
