/** Rows of the log as they are read, and how many of them make a page. */
import type pg from 'pg';
import { LIMITS } from '../port.js';
import type { EventPlace, Position } from '../port.js';
import type { Payload } from '../validation.js';

/** Columns of a `Row`, in its order; `e` is the event, `s` its stream. */
export const COLUMNS = columns('s.name, s.checksum');

/** Those of `e` alone; the name of its stream is missing. */
export const WITHOUT_NAMES = columns('NULL, NULL');

function columns(name: string): string {
  return `e.position, e.revision, e.id, e.type, e.recorded_at, e.data, e.metadata,
    e.stream, e.checksum, ${name}, e.data_bytes, e.metadata_bytes`;
}

export type Row = readonly [
  position: string,
  revision: string,
  id: string,
  type: string,
  recordedAtMs: string,
  data: string | null,
  metadata: string | null,
  stream: string,
  checksum: string,
  /** Null where it was not asked for, or the log has none. */
  streamName: string | null,
  streamChecksum: string | null,
  dataBytes: Buffer | null,
  metadataBytes: Buffer | null,
];

const BYTEA = 17;

/** All as the server's text, but for bytes. */
export const AS_TEXT: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) => (oid === BYTEA ? bytesOf : asItIs)) as never,
};

const asItIs = (text: string): string => text;

/** As `bytea_output = hex` writes them, which every server does unless it is set up otherwise. */
const bytesOf = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

export const dataOf = (row: Row): Payload => row[5] ?? row[11] ?? '';
export const metadataOf = (row: Row): Payload => row[6] ?? row[12] ?? '';

/** Rows are taken until the page is full, by events or by bytes. */
export function takePage(
  rows: readonly Row[],
  { limit, maxBytes = LIMITS.pageBytes }: { readonly limit: number; readonly maxBytes?: number },
): { taken: readonly Row[]; full: boolean } {
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    bytes += Buffer.byteLength(dataOf(row)) + Buffer.byteLength(metadataOf(row));
    if (bytes > maxBytes && index > 0) return { taken: rows.slice(0, index), full: true };
  }
  // Behind one event that is larger than the page nothing was sent, even where there is more.
  return { taken: rows, full: rows.length >= limit || bytes > maxBytes };
}

export function placeOf([position, , id, , recordedAt]: Row): EventPlace {
  return { position: position as Position, id, recordedAt: Number(recordedAt) };
}
