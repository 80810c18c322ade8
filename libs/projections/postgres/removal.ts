/**
 * Generations that are no longer needed. A read holds a lock on its generation until it ends, and a
 * drop that waited for it while others wait for the drop could end both; so it never waits, and comes
 * again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { generationLock, modelsSchema } from './schemas.js';

const AGAIN_MS = 1_000;

/** @returns whether it is gone: somebody may still read it */
export async function dropGeneration(
  client: pg.ClientBase,
  prefix: string,
  generation: number,
): Promise<boolean> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_xact_lock($1, $2) as free',
      [generationLock(prefix), generation],
    );
    const isFree = rows[0]?.free === true;
    if (isFree)
      await client.query(`drop schema if exists ${modelsSchema(prefix, generation)} cascade`);
    await client.query('commit');
    return isFree;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

export interface Others {
  readonly prefix: string;
  /** Stays; undefined: none does. */
  readonly serving: number | undefined;
  /** Until then it comes again for what is still in use; without it, it does not. */
  readonly signal?: AbortSignal;
}

/** @returns those that are still in use */
export async function dropOthers(
  client: pg.ClientBase,
  { prefix, serving, signal }: Others,
): Promise<readonly number[]> {
  for (;;) {
    const left: number[] = [];
    for (const generation of await generationsIn(client, prefix))
      if (generation !== serving && !(await dropGeneration(client, prefix, generation)))
        left.push(generation);
    if (left.length === 0 || signal === undefined || signal.aborted) return left;
    await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return left;
  }
}

async function generationsIn(client: pg.ClientBase, prefix: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ name: string }>(
    'select nspname as name from pg_namespace where nspname ~ $1',
    [`^${modelsSchema(prefix, '[0-9]+')}$`],
  );
  return rows.map(({ name }) => Number(name.slice(modelsSchema(prefix, '').length)));
}
