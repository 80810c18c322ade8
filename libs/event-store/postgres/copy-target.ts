/**
 * A log that is copied into PostgreSQL: many events to a transaction, each with its own instant from
 * which it counts as known, which an append could not give it. Until the copy is complete nobody
 * can open the log.
 */
import pg from 'pg';
import { connectionSettings, type PostgresAddress } from '#postgres';
import type { CopiedEvent, CopyTarget } from '../copying.js';
import { InvalidEvent, StoreFailed } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { int4Array, int8Array, textArray, uuidArray } from './binary-arrays.js';
import { crcOf, crcOfName } from './checksum.js';
import { FENCED_REASON, readFault } from './faults.js';
import { openPostgresEventStore } from './open.js';
import type { PostgresEventStore } from './postgres-event-store.js';
import { COPYING, orderLock, quoted } from './tables.js';

export interface PostgresCopyTargetOptions {
  readonly address: PostgresAddress;
  /** How this process describes itself to another that wants to write. */
  readonly holder: string;
}

/** A transaction of some thousand events takes tenths of a second. */
const STATEMENT_MS = 60_000;

/** @throws StoreLocked another process writes there; what `openPostgresEventStore` throws */
export async function openPostgresCopyTarget({
  address,
  holder,
}: PostgresCopyTargetOptions): Promise<CopyTarget> {
  const store = await openPostgresEventStore({
    ...{ address, holder, access: 'write', clock: Date.now, unfinished: true },
  });
  const client = new pg.Client(
    connectionSettings(address, { purpose: 'log copy', statementMs: STATEMENT_MS }),
  );
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET search_path = ${quoted(`${address.prefix}_log`)}`);
  } catch (error) {
    await store.close();
    throw readFault(error, address.text);
  }
  return new PostgresCopyTarget(client, store, address);
}

interface Numbered {
  readonly keys: ReadonlyMap<string, number>;
}

class PostgresCopyTarget implements CopyTarget {
  readonly eventBytes = undefined;

  constructor(
    private readonly client: pg.Client,
    private readonly store: PostgresEventStore,
    private readonly address: PostgresAddress,
  ) {}

  get log(): CopyTarget['log'] {
    return this.store;
  }

  async write(events: readonly CopiedEvent[]): Promise<number> {
    const { client } = this;
    try {
      await client.query('BEGIN');
      await client.query(
        `SELECT pg_advisory_xact_lock(${orderLock(`${this.address.prefix}_log`)})`,
      );
      await this.checkWriter();
      await client.query(`INSERT INTO about VALUES ('${COPYING}', '') ON CONFLICT DO NOTHING`);
      const taken = await this.insert(events);
      await client.query('COMMIT');
      return taken;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error instanceof Error && 'retryable' in error
        ? error
        : readFault(error, this.address.text);
    }
  }

  async complete(): Promise<void> {
    await this.client.query(
      `BEGIN; ${KNOWN_UNTIL}; DELETE FROM about WHERE key = '${COPYING}'; COMMIT`,
    );
    // Plans of an empty log would be used for the full one.
    await this.client.query('ANALYZE streams, types, events, unique_keys');
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
    await this.store.close();
  }

  /** @throws StoreFailed */
  private async checkWriter(): Promise<void> {
    const { rows } = await this.client.query<{ number: string }>('SELECT number FROM writer');
    if (rows[0]?.number !== this.store.shareWriter().writer) throw new StoreFailed(FENCED_REASON);
  }

  private async insert(events: readonly CopiedEvent[]): Promise<number> {
    const streams = await this.numbered('streams', 'stream', new Set(events.map((e) => e.stream)));
    const types = await this.numbered('types', 'type', new Set(events.map((e) => e.type)));
    await this.checkRevisions(events, streams);
    const encoded = events.map(encode);
    const { rows } = await this.client.query<{ taken: string }>(INSERT, [
      int8Array(events.map(({ stream }) => streams.keys.get(stream)!)),
      int8Array(events.map(({ revision }) => revision)),
      uuidArray(events.map(({ id }) => id)),
      int4Array(events.map(({ type }) => types.keys.get(type)!)),
      int8Array(events.map(({ knownAt }) => knownAt)),
      int8Array(encoded.map(crcOf)),
      textArray(encoded.map(({ data }) => data)),
      textArray(encoded.map(({ metadata }) => metadata)),
      textArray(events.map(({ uniqueKey }) => uniqueKey)),
    ]);
    return Number(rows[0]?.taken ?? 0);
  }

  /** The numbers that names have, or get now. */
  private async numbered(
    table: 'streams' | 'types',
    column: 'stream' | 'type',
    names: ReadonlySet<string>,
  ): Promise<Numbered> {
    const wanted = [...names];
    const { rows } = await this.client.query<{ key: string; name: string }>(
      `WITH wanted AS (
         SELECT name, checksum, n FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY w(name, checksum, n)
       ), added AS (
         INSERT INTO ${table}
         SELECT (SELECT coalesce(max(${column}), 0) FROM ${table}) + row_number() OVER (ORDER BY n), name, checksum
         FROM wanted WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.name = wanted.name COLLATE "C")
         RETURNING ${column} AS key, name
       )
       SELECT key, name FROM added
       UNION ALL SELECT ${column}, t.name FROM ${table} t JOIN wanted ON t.name = wanted.name COLLATE "C"`,
      [textArray(wanted), int8Array(wanted.map(crcOfName))],
    );
    return { keys: new Map(rows.map(({ key, name }) => [name, Number(key)])) };
  }

  /** @throws InvalidEvent one does not follow the one before it in its stream */
  private async checkRevisions(events: readonly CopiedEvent[], streams: Numbered): Promise<void> {
    const { rows } = await this.client.query<{ stream: string; last: string }>(
      `SELECT s.stream, l.revision AS last FROM unnest($1::bigint[]) s(stream) CROSS JOIN LATERAL
         (SELECT revision FROM events e WHERE e.stream = s.stream ORDER BY revision DESC LIMIT 1) l`,
      [int8Array([...streams.keys.values()])],
    );
    const last = new Map(rows.map((row) => [Number(row.stream), Number(row.last)]));
    for (const { stream, revision } of events) {
      const key = streams.keys.get(stream)!;
      if ((last.get(key) ?? -1) !== revision - 1)
        throw new InvalidEvent(
          'An event of a copy does not follow the one before it in its stream.',
        );
      last.set(key, revision);
    }
  }
}

function encode({ stream, type, id, data, metadata }: CopiedEvent) {
  const text = (field: 'data' | 'metadata'): string =>
    jsonCodec.encode({ stream, type, field }, field === 'data' ? data : metadata) as string;
  return { id, data: text('data'), metadata: text('metadata') };
}

/** From when the next event counts as known at the earliest: not every log has the latest at its end. */
const KNOWN_UNTIL = `INSERT INTO about
  SELECT 'known-until', max(recorded_at)::text FROM events HAVING max(recorded_at) IS NOT NULL
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/** @returns how many keys were taken */
const INSERT = `
  WITH given AS (
    SELECT coalesce((SELECT position FROM events ORDER BY position DESC LIMIT 1), 0) + n AS position, g.*
    FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::integer[], $5::bigint[], $6::bigint[],
      $7::text[], $8::text[], $9::text[]) WITH ORDINALITY
      g(stream, revision, id, type, at, crc, data, metadata, key, n)
  ), written AS (
    INSERT INTO events (position, stream, revision, id, recorded_at, checksum, type, data, metadata)
    SELECT position, stream, revision, id, at,
      mixed(mixed(mixed(mixed(mixed(crc, position), stream), revision), type), at), type, data, metadata
    FROM given
  ), keyed AS (
    INSERT INTO unique_keys SELECT key, position FROM given WHERE key IS NOT NULL ORDER BY position
    ON CONFLICT DO NOTHING RETURNING key
  )
  SELECT (SELECT count(*) FROM given WHERE key IS NOT NULL) - (SELECT count(*) FROM keyed) AS taken`;
