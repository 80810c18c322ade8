/** Opens one generation of the read models, for the one process that writes it or for others beside it. */
import type pg from 'pg';
import { openPool, type PoolOptions, type PostgresAddress } from '#postgres';
import { ReadModelsOutdated, ReadModelsTaken } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import { PostgresReadModels, READERS_MAX } from './postgres-read-models.js';
import { typedFault } from './postgres-faults.js';
import { generationLock, keeperTable, modelsSchema } from './schemas.js';
import { TYPES } from './values.js';

/** The longest figure over a country takes less, and so does the largest batch. */
const STATEMENT_MS = 10 * 60_000;

/** A snapshot may stand for so long without a question, as while the log is folded anew to be compared. */
const PAUSE_MS = 60 * 60_000;

/** Of every connection: plans for whole answers and not for their first rows, without a compiler. */
const SETTINGS = { cursor_tuple_fraction: '1', jit: 'off', work_mem: '32MB' };

export type Access = 'read' | 'write' | 'build';

export interface OpenOptions {
  readonly access: Access;
  /** The number of the process that keeps the read models: with another one there, nothing is written. */
  readonly keeper?: string | undefined;
}

/** @throws ReadModelsUnavailable; ReadModelsOutdated access `read`, and there is no schema yet */
export async function openReadModels<DB>(
  address: PostgresAddress,
  generation: number,
  { access, keeper }: OpenOptions,
): Promise<ReadModels<DB>> {
  const schema = modelsSchema(address.prefix, generation);
  const readers = openReaders(address, schema);
  try {
    if (access !== 'read') await readers.query(`create schema if not exists ${schema}`);
    else if (!(await isThere(readers, schema))) throw new ReadModelsOutdated([schema]);
  } catch (error) {
    await readers.end();
    throw typedFault(error);
  }
  const lock = `${generationLock(address.prefix)}, ${generation}`;
  const writer = access === 'read' ? undefined : openWriter(address, schema, lock);
  return new PostgresReadModels<DB>({
    writer,
    readers,
    ...(keeper !== undefined && { beginWrite: (raw) => beginAs(raw, address.prefix, keeper) }),
    beginRead: (raw) =>
      raw.query(
        `begin isolation level repeatable read read only; select pg_advisory_xact_lock_shared(${lock})`,
      ),
    // Until the server's own housekeeping has seen the tables, it would plan as if they were empty.
    ...(access === 'build' && { onClosing: () => analyze(writer!, schema) }),
  });
}

/** Whoever takes over waits for what is under way. @throws ReadModelsTaken */
async function beginAs(raw: pg.PoolClient, prefix: string, keeper: string): Promise<void> {
  await raw.query('begin');
  const { rows } = await raw.query(
    `select 1 from ${keeperTable(prefix)} where number = $1 for share`,
    [keeper],
  );
  if (rows.length === 0) throw new ReadModelsTaken();
}

/** @param schema where queries find their tables, unless a read begins with another one */
export function openReaders(address: PostgresAddress, schema = 'pg_catalog'): pg.Pool {
  return openPool(address, { ...options('figures', schema), connections: READERS_MAX + 1 });
}

function openWriter(address: PostgresAddress, schema: string, lock: string): pg.Pool {
  return openPool(address, {
    ...options('read models', schema),
    connections: 1,
    // While it is being written nobody drops it: whoever may takes the lock alone.
    first: `select pg_advisory_lock_shared(${lock})`,
  });
}

function options(purpose: string, schema: string): Omit<PoolOptions, 'connections'> {
  const settings = { ...SETTINGS, search_path: schema, synchronous_commit: 'on' };
  return { purpose, statementMs: STATEMENT_MS, pauseMs: PAUSE_MS, types: TYPES, settings };
}

async function isThere(pool: pg.Pool, schema: string): Promise<boolean> {
  const { rows } = await pool.query<{ is_there: string }>(
    'select to_regnamespace($1) is not null as is_there',
    [schema],
  );
  return rows[0]?.is_there === 't';
}

async function analyze(pool: pg.Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = $1',
    [schema],
  );
  for (const { name } of rows) await pool.query(`analyze ${schema}."${name}"`);
}
