/**
 * Tables in a schema of ours, brought up to the version of this program. Several adapters may share
 * one schema: each has tables and a version of its own.
 */
import type pg from 'pg';
import { lockKey } from './advisory-lock.js';
import { requireSuitable } from './server.js';

export interface SchemaPart {
  readonly schema: string;
  /** Whose tables they are. */
  readonly part: string;
  /** What leads from each version to the next. What was released never changes; more is added. */
  readonly migrations: readonly string[];
}

/** A newer version of this program was here: what it changed is not known. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  readonly code = 'schema-too-new';
  constructor(
    readonly schema: string,
    readonly found: number,
    readonly known: number,
  ) {
    super(
      `The schema ${schema} has version ${found}, made by a newer stafett; this one knows version ${known}. Run the newer one.`,
    );
  }
}

/** In one transaction, one process after the other. @throws SchemaTooNew, ServerUnsuitable */
export async function migrateSchema(
  client: pg.ClientBase,
  { schema, part, migrations }: SchemaPart,
): Promise<void> {
  await requireSuitable(client);
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1, 0)', [lockKey(schema, 'migration')]);
    // Whoever may not make schemas can be given one.
    const there = `select from pg_catalog.pg_namespace where nspname = '${schema}'`;
    if ((await client.query(there)).rows.length === 0)
      await client.query(`create schema ${schema}`);
    await client.query(
      `create table if not exists ${schema}.versions (part text primary key, version int4 not null)`,
    );
    const found = await client.query<{ version: number | string }>(
      `select version from ${schema}.versions where part = $1`,
      [part],
    );
    const version = Number(found.rows[0]?.version ?? 0);
    if (version > migrations.length) throw new SchemaTooNew(schema, version, migrations.length);
    for (const sql of migrations.slice(version)) await client.query(sql);
    if (version < migrations.length)
      await client.query(
        `insert into ${schema}.versions values ($1, $2) on conflict (part) do update set version = excluded.version`,
        [part, migrations.length],
      );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
