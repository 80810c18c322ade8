/**
 * The log's tables and the way from older ones. The names of the schema, its tables and columns
 * are storage.
 *
 * Positions are given under one lock that is held until the commit is visible, so that they come in
 * the order of the commits: whoever sees one sees all before it. The last event is the counter: a
 * row that is updated with every group would leave dead versions behind as long as any long read
 * lasts. Streams and types are integers in the event rows, because names would be repeated in every
 * row and index. Payloads are text, or bytes where the codec makes bytes.
 */
import { FormatTooNew } from '../errors.js';
import { APPEND_FUNCTION } from './append-function.js';

export const FORMAT = 1;

const FORMAT_1 = `
  CREATE TABLE about (key text PRIMARY KEY, value text NOT NULL);
  INSERT INTO about VALUES ('identity', replace(gen_random_uuid()::text, '-', ''));
  CREATE TABLE writer (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL,
    holder text NOT NULL
  );
  INSERT INTO writer (number, holder) VALUES (0, 'nobody');
  CREATE TABLE streams (
    stream bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    checksum bigint NOT NULL
  );
  CREATE TABLE types (
    type integer PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    checksum bigint NOT NULL
  );
  CREATE TABLE events (
    position bigint PRIMARY KEY,
    stream bigint NOT NULL,
    revision bigint NOT NULL,
    id uuid NOT NULL,
    recorded_at bigint NOT NULL,
    checksum bigint NOT NULL,
    type integer NOT NULL,
    data text,
    metadata text,
    data_bytes bytea,
    metadata_bytes bytea,
    CHECK (num_nonnulls(data, data_bytes) = 1 AND num_nonnulls(metadata, metadata_bytes) = 1)
  );
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_id ON events (id, stream);
  CREATE TABLE unique_keys (key text COLLATE "C" PRIMARY KEY, position bigint NOT NULL);
  ${APPEND_FUNCTION}
`;

/** Key in `about` as long as the log is being copied here. */
export const COPYING = 'copying';

/** What makes each format of the one before it; the first makes the log. */
const STEPS: readonly string[] = [FORMAT_1];

/** Runs statements in a schema of ours; the driver's client, as far as it is needed here. */
export interface Session {
  query(statement: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

/** A name of ours as it stands in a statement: checked where the address was read. */
export const quoted = (name: string): string => `"${name}"`;

/** The number of the lock that puts commits in order. */
export const orderLock = (schema: string): string => `hashtextextended('${schema}', 0)`;

/** The number of the lock that the one process that writes holds. */
export const writerLock = (schema: string): string => `hashtextextended('${schema}', 1)`;

/**
 * The format of the log; 0 where there is none yet.
 * @throws FormatTooNew
 */
export async function formatOf(session: Session, schema: string, place: string): Promise<number> {
  // From the tables of the catalogue: what `to_regclass` says may be older than a lock just taken.
  const tables = `SELECT FROM pg_catalog.pg_tables WHERE schemaname = '${schema}' AND tablename = 'about'`;
  if ((await session.query(tables)).rows.length === 0) return 0;
  const { rows } = await session.query(
    `SELECT value FROM ${quoted(schema)}.about WHERE key = 'format'`,
  );
  const format = Number(rows[0]?.['value'] ?? 0);
  if (format > FORMAT) throw new FormatTooNew(place, format, FORMAT);
  return format;
}

/** Creates or migrates, all steps in one transaction. @throws FormatTooNew */
export async function bringUpToDate(
  session: Session,
  schema: string,
  place: string,
): Promise<void> {
  if ((await formatOf(session, schema, place)) === FORMAT) return;
  await session.query('BEGIN');
  try {
    await session.query(`SELECT pg_advisory_xact_lock(${orderLock(schema)})`);
    const format = await formatOf(session, schema, place);
    // Whoever may not make schemas can be given one.
    const there = `SELECT FROM pg_catalog.pg_namespace WHERE nspname = '${schema}'`;
    if ((await session.query(there)).rows.length === 0)
      await session.query(`CREATE SCHEMA ${quoted(schema)}`);
    await session.query(`SET LOCAL search_path = ${quoted(schema)}`);
    for (const step of STEPS.slice(format)) await session.query(step);
    await session.query(
      `INSERT INTO about VALUES ('format', '${FORMAT}')
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
