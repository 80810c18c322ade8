/**
 * Processors' checkpoints in the work database. Saving one does not wait for the disk
 * (`synchronous_commit=off`): what a power cut takes is repeated, which changes nothing.
 */
import type pg from 'pg';
import { readToken, type LogToken } from '#event-store';
import { faultKind, openPool, type PostgresAddress } from '#postgres';
import type { CheckpointStore } from '../processors/checkpoint-store.js';
import { typedFault, WorkLockLost } from './work-faults.js';
import { checkpointsTable, holderTable, migrateWork } from './work-schema.js';

/** Processors save one at a time each, and seldom at once. */
const CONNECTIONS = 2;
/** One row by its key: whatever takes longer waits for something that is wrong. */
const STATEMENT_MS = 30_000;

/** @param number of the work lock's holder, who alone may save @throws WorkUnavailable, SchemaTooNew */
export async function openPostgresCheckpointStore(
  address: PostgresAddress,
  number: number,
): Promise<CheckpointStore> {
  const pool = open(address);
  try {
    const client = await pool.connect();
    await migrateWork(client, address.prefix).finally(() => client.release());
    return new PostgresCheckpointStore(pool, address.prefix, number);
  } catch (error) {
    await pool.end();
    throw typedFault(error);
  }
}

/**
 * Every checkpoint by its processor, for somebody who does not hold the lock. None where there are
 * none yet. @throws WorkUnavailable
 */
export async function readPostgresCheckpoints(
  address: PostgresAddress,
): Promise<ReadonlyMap<string, LogToken>> {
  const pool = open(address);
  try {
    const { rows } = await pool.query<{ name: string; token: string }>(
      `select name, token from ${checkpointsTable(address.prefix)}`,
    );
    return new Map(
      rows.flatMap(({ name, token: text }) => {
        const token = readToken(text);
        return token === undefined ? [] : [[name, token] as const];
      }),
    );
  } catch (error) {
    if (faultKind(error) === 'missing') return new Map();
    throw typedFault(error);
  } finally {
    await pool.end();
  }
}

/** Processors then start over, and repeat no effect. @throws WorkUnavailable */
export async function removePostgresCheckpoints(address: PostgresAddress): Promise<void> {
  const pool = open(address);
  try {
    await pool.query(`delete from ${checkpointsTable(address.prefix)}`);
  } catch (error) {
    if (faultKind(error) !== 'missing') throw typedFault(error);
  } finally {
    await pool.end();
  }
}

function open(address: PostgresAddress): pg.Pool {
  return openPool(address, {
    ...{ purpose: 'checkpoints', connections: CONNECTIONS, statementMs: STATEMENT_MS },
    settings: { synchronous_commit: 'off' },
  });
}

class PostgresCheckpointStore implements CheckpointStore {
  private readonly loading: string;
  private readonly saving: string;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    prefix: string,
    private readonly number: number,
  ) {
    const table = checkpointsTable(prefix);
    this.loading = `select token from ${table} where name = $1`;
    // The share lock keeps the next holder from taking its number before this is committed.
    this.saving = `with ours as (select 1 from ${holderTable(prefix)} where number = $3 for share)
      insert into ${table} (name, token) select $1, $2 from ours
      on conflict (name) do update set token = excluded.token`;
  }

  async load(name: string): Promise<LogToken | undefined> {
    const { rows } = await this.ask(this.loading, [name]);
    const token = rows[0]?.token;
    return token === undefined ? undefined : readToken(token);
  }

  async save(name: string, checkpoint: LogToken): Promise<void> {
    const { rowCount } = await this.ask(this.saving, [name, checkpoint, this.number]);
    if (rowCount === 0) throw new WorkLockLost();
  }

  close(): Promise<void> {
    return (this.closed ??= this.pool.end());
  }

  private async ask(
    sql: string,
    values: readonly unknown[],
  ): Promise<pg.QueryResult<{ token: string }>> {
    try {
      return await this.pool.query<{ token: string }>(sql, [...values]);
    } catch (error) {
      throw typedFault(error);
    }
  }
}
