/** The statements that read the log. */
import type { Direction, EventPlace, Position } from '../port.js';
import { COLUMNS, WITHOUT_NAMES } from './rows.js';
import type { Row } from './rows.js';
import { quoted } from './tables.js';

export interface Statement {
  /** Under which the server keeps its plan for each connection. */
  readonly name?: string;
  readonly text: string;
}

export const PAGES = {
  stream: { forwards: 'streamForwards', backwards: 'streamBackwards' },
  log: { forwards: 'logForwards', backwards: 'logBackwards' },
} as const satisfies Record<string, Record<Direction, string>>;

/** What the payloads of an event take; of large ones the server looks at no more than their length. */
const BYTES = `coalesce(octet_length(data), octet_length(data_bytes))
  + coalesce(octet_length(metadata), octet_length(metadata_bytes))`;

/** Larger than any position, and small enough for the server to add to it. */
export const ENDLESS = String(2n ** 62n);

/** Positions that one filtered read looks at, so that it ends within some milliseconds. */
const LOOKED_AT = 20_000;

/**
 * Rows up to a number and, before the last of them, up to a number of bytes: whoever takes the page
 * sees by the last one that there is more.
 */
function page(rows: string, order: string, maxBytes: string): string {
  return `(SELECT * FROM (
      SELECT r.*, sum(${BYTES}) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - (${BYTES}) AS bytes_before
      FROM (${rows}) r
    ) r WHERE bytes_before <= ${maxBytes})`;
}

export function statements(schema: string) {
  const [events, streams] = [`${quoted(schema)}.events`, `${quoted(schema)}.streams`];
  const ofLog = (after: string, upTo: string, order: string): string => {
    const last = upTo === '<=' ? { any: ENDLESS, order: 'DESC' } : { any: '0', order: 'ASC' };
    const sizes = `(SELECT position, ${BYTES} AS bytes FROM ${events}
      WHERE position ${after} $1 ORDER BY ${order} LIMIT $2) r`;
    // Mostly all fits. Sums row by row cost three times as much, and of whole rows more than all the rest.
    return `SELECT ${WITHOUT_NAMES} FROM ${events} e
      WHERE position ${after} $1 AND position ${upTo} CASE
        WHEN (SELECT sum(bytes) FROM ${sizes}) <= $3 THEN ${last.any}
        ELSE (
          SELECT position FROM (
            SELECT position, sum(bytes) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - bytes AS bytes_before
            FROM ${sizes}
          ) r WHERE bytes_before <= $3 ORDER BY position ${last.order} LIMIT 1
        ) END
      ORDER BY e.${order} LIMIT $2`;
  };
  const ofStream = (comparison: string, order: string): string => {
    const rows = `SELECT * FROM ${events} WHERE stream = (SELECT stream FROM ${streams} WHERE name = $1)
      AND revision ${comparison} $2 ORDER BY ${order} LIMIT $3`;
    return `SELECT ${COLUMNS} FROM ${page(rows, order, '$4')} e LEFT JOIN ${streams} s USING (stream)
      ORDER BY e.${order}`;
  };
  const about = `${quoted(schema)}.about`;
  return {
    streamForwards: { name: 'stream-forwards', text: ofStream('>=', 'revision') },
    streamBackwards: { name: 'stream-backwards', text: ofStream('<=', 'revision DESC') },
    logForwards: { name: 'log-forwards', text: ofLog('>', '<=', 'position') },
    logBackwards: { name: 'log-backwards', text: ofLog('<', '>=', 'position DESC') },
    head: { name: 'head', text: `SELECT max(position) FROM ${events}` },
    identity: { text: `SELECT value FROM ${about} WHERE key = 'identity'` },
    names: {
      name: 'names',
      text: `SELECT stream, name, checksum FROM ${streams} WHERE stream = ANY ($1::bigint[])`,
    },
    types: { text: `SELECT type, name, checksum FROM ${quoted(schema)}.types` },
  } satisfies Record<string, Statement>;
}

/** Types are left out by those not wanted: an event whose type cannot be read is let through. */
export function filteredLog(schema: string): Statement {
  const [events, streams] = [`${quoted(schema)}.events`, `${quoted(schema)}.streams`];
  const rows = `SELECT e.* FROM ${events} e LEFT JOIN ${streams} s USING (stream)
    WHERE position > $1 AND position <= last.position AND type <> ALL ($4::integer[])
      AND ($5::text[] IS NULL OR s.name IS NULL OR s.name ^@ ANY ($5::text[]))
    ORDER BY position LIMIT $2`;
  return {
    name: 'log-filtered',
    text: `
      SELECT (SELECT max(position) FROM ${events}), last.position, last.id, last.recorded_at,
        ${COLUMNS}
      FROM (
        SELECT position, id, recorded_at FROM ${events}
        WHERE position > $1 AND position <= $1::bigint + ${LOOKED_AT} ORDER BY position DESC LIMIT 1
      ) last
      LEFT JOIN LATERAL ${page(rows, 'position', '$3')} e ON true
      LEFT JOIN ${streams} s USING (stream)
      ORDER BY e.position`,
  };
}

type FilteredRow = readonly [
  head: string,
  lastPosition: string,
  lastId: string,
  lastRecordedAt: string,
  ...row: Row,
];

/** @returns the rows let through, the last one looked at, and where the log ended then */
export function filteredRows(found: readonly (readonly unknown[])[]): {
  readonly head: string | undefined;
  readonly last: EventPlace | undefined;
  readonly rows: readonly Row[];
} {
  const all = found as readonly FilteredRow[];
  const [first] = all;
  if (first === undefined) return { head: undefined, last: undefined, rows: [] };
  const [head, position, id, recordedAt] = first;
  return {
    head,
    last: { position: position as Position, id, recordedAt: Number(recordedAt) },
    rows: all.map((row) => row.slice(4) as unknown as Row).filter(([at]) => at !== null),
  };
}
