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
import type pg from 'pg';
import { migrateSchema, SchemaTooNew, serverCode } from '#postgres';
import { FormatTooNew, StoreMissing } from '../errors.js';
import { APPEND_FUNCTION } from './append-function.js';

const FORMAT_1 = `
  CREATE TABLE about (key text PRIMARY KEY, value text NOT NULL);
  INSERT INTO about VALUES ('identity', replace(gen_random_uuid()::text, '-', ''));
  CREATE TABLE writer (one boolean PRIMARY KEY DEFAULT true CHECK (one), number bigint NOT NULL);
  INSERT INTO writer (number) VALUES (0);
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

/** The function takes fewer statements for the same. */
const FORMAT_2 = APPEND_FUNCTION;

/** Key in `about` as long as the log is being copied here. */
export const COPYING = 'copying';

/** What makes each format of the one before it; the first makes the log. */
const STEPS: readonly string[] = [FORMAT_1, FORMAT_2];
export const FORMAT = STEPS.length;

const PART = 'log';
const UNDEFINED_TABLE = '42P01';

/** A name of ours as it stands in a statement: checked where the address was read. */
export const quoted = (name: string): string => `"${name}"`;

/** The number of the lock that puts commits in order. */
export const orderLock = (schema: string): string => `hashtextextended('${schema}', 0)`;

/** Creates or migrates. @throws FormatTooNew */
export async function bringUpToDate(
  client: pg.ClientBase,
  schema: string,
  place: string,
): Promise<void> {
  const here = `SET LOCAL search_path = ${quoted(schema)};`;
  try {
    const migrations = STEPS.map((step) => `${here}${step}`);
    await migrateSchema(client, { schema, part: PART, migrations });
  } catch (error) {
    if (error instanceof SchemaTooNew) throw new FormatTooNew(place, error.found, error.known);
    throw error;
  }
}

/** For a reader, who changes nothing. @throws FormatTooNew, StoreMissing */
export async function checkFormat(
  client: pg.ClientBase,
  schema: string,
  place: string,
): Promise<void> {
  const versions = `SELECT version FROM ${quoted(schema)}.versions WHERE part = '${PART}'`;
  const format = await client.query<{ version: number | string }>(versions).then(
    ({ rows }) => Number(rows[0]?.version ?? 0),
    (error: unknown) => {
      if (serverCode(error) === UNDEFINED_TABLE) return 0;
      throw error;
    },
  );
  if (format > FORMAT) throw new FormatTooNew(place, format, FORMAT);
  if (format < FORMAT) throw new StoreMissing(place);
}
