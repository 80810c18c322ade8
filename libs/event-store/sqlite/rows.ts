/** Rows of the log as SQLite gives them, and how many of them make a page. */
import { uuidOfHex } from '../event-id.js';
import { LIMITS } from '../port.js';
import type { EventPlace, Position, ReadLogOptions } from '../port.js';
import type { Payload } from '../validation.js';

/** Columns of a `Row`, in its order, but for the name of its stream. */
export const COLUMNS =
  'position, revision, hex(id), type, recorded_at, data, metadata, events.stream, checksum';
/**
 * The same with the name, for rows of many streams. SQLite finds it at its integer key faster
 * than a cache in memory that does not hold them all, and a million names are 100 MB.
 */
export const NAMED_ROWS = `SELECT ${COLUMNS}, name FROM events LEFT JOIN streams USING (stream)`;

export type Row = readonly [
  position: number,
  revision: number,
  id: string,
  type: number,
  recordedAtMs: number,
  data: Payload,
  metadata: Payload,
  stream: number,
  /** Null where the event was recorded before there was one. */
  checksum: number | null,
  streamName?: string,
];

const ID_HEX_CHARACTERS = 32;

export type PageBounds = Pick<ReadLogOptions, 'limit' | 'maxBytes'>;

/** A row of another shape than the table allows: then it is the file that cannot be trusted. */
export class RowDamaged extends Error {
  override readonly name = 'RowDamaged';
  constructor(position: number) {
    super(`the row at position ${position}`);
  }
}

/** Rows are taken as they come until the page is full, by events or by bytes. */
export function takePage(
  rows: Iterable<Row>,
  { limit, maxBytes = LIMITS.pageBytes }: PageBounds,
): { taken: Row[]; full: boolean } {
  const taken: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    checkShape(row);
    bytes += row[5].length + row[6].length;
    if (bytes > maxBytes && taken.length > 0) return { taken, full: true };
    taken.push(row);
  }
  return { taken, full: taken.length >= limit };
}

/** @throws RowDamaged */
function checkShape([position, revision, id, , recordedAt, data, metadata]: Row): void {
  const isWhole =
    Number.isSafeInteger(revision) &&
    Number.isSafeInteger(recordedAt) &&
    id.length === ID_HEX_CHARACTERS &&
    isPayload(data) &&
    isPayload(metadata);
  if (!isWhole) throw new RowDamaged(position);
}

function isPayload(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

export function placeOf([position, , id, , recordedAt]: Row): EventPlace {
  return { position: String(position) as Position, id: uuidOfHex(id.toLowerCase()), recordedAt };
}
