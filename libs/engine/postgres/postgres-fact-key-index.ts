/**
 * Which patient has an event under a source and id, in the work database. A claim is checked
 * against the log before anything follows from it, so one that a predecessor makes late, or that a
 * power cut takes (`synchronous_commit=off`, with the checkpoints saved after it), does no harm.
 */
import type pg from 'pg';
import { openPool, type PostgresAddress } from '#postgres';
import type { FactKeyIndex } from '../fact-keys/fact-key-index.js';
import { typedFault } from './work-faults.js';
import { factKeysTable, migrateWork } from './work-schema.js';

/** A processor has some events under way at once, each waiting for one answer. */
const CONNECTIONS = 4;
const STATEMENT_MS = 30_000;

/** @throws WorkUnavailable, SchemaTooNew */
export async function openPostgresFactKeyIndex(address: PostgresAddress): Promise<FactKeyIndex> {
  const pool = openPool(address, {
    ...{ purpose: 'fact keys', connections: CONNECTIONS, statementMs: STATEMENT_MS },
    settings: { synchronous_commit: 'off' },
  });
  try {
    const client = await pool.connect();
    await migrateWork(client, address.prefix).finally(() => client.release());
    return new PostgresFactKeyIndex(pool, address.prefix);
  } catch (error) {
    await pool.end();
    throw typedFault(error);
  }
}

class PostgresFactKeyIndex implements FactKeyIndex {
  private readonly claiming: string;
  private readonly releasing: string;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    prefix: string,
  ) {
    const table = factKeysTable(prefix);
    // The row is locked and answered whoever wrote it, also when that is only just being committed.
    this.claiming = `insert into ${table} as held (key, patient) values ($1, $2)
      on conflict (key) do update set patient = held.patient returning patient`;
    this.releasing = `delete from ${table} where key = $1 and patient = $2`;
  }

  async claim(key: string, patient: string): Promise<string> {
    const { rows } = await this.ask(this.claiming, [key, patient]);
    return rows[0]!.patient;
  }

  async release(key: string, patient: string): Promise<void> {
    await this.ask(this.releasing, [key, patient]);
  }

  close(): Promise<void> {
    return (this.closed ??= this.pool.end());
  }

  private async ask(
    sql: string,
    values: readonly string[],
  ): Promise<pg.QueryResult<{ patient: string }>> {
    try {
      return await this.pool.query<{ patient: string }>(sql, [...values]);
    } catch (error) {
      throw typedFault(error);
    }
  }
}
