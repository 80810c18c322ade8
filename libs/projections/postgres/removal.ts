/**
 * Generations that are no longer needed. A read holds a lock on its generation until it ends, and a
 * drop that waited for it while others wait for the drop could end both; so it never waits, and comes
 * again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { generationLock, modelsSchema, pointerTable } from './schemas.js';

const AGAIN_MS = 1_000;

/** By its number, and that of the one that serves by then. */
export type IsNeeded = (generation: number, serving: number) => boolean;

/**
 * As long as it is being dropped no other takes over.
 *
 * @returns whether somebody still uses it, so that it was left
 */
export async function dropGeneration(
  client: pg.ClientBase,
  { prefix, isNeeded }: { readonly prefix: string; readonly isNeeded: IsNeeded },
  generation: number,
): Promise<boolean> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ serving: number; free: boolean }>(
      `select serving, pg_try_advisory_xact_lock($1, $2) as free from ${pointerTable(prefix)} for share`,
      [generationLock(prefix), generation],
    );
    const { serving, free } = rows[0]!;
    if (free && !isNeeded(generation, serving))
      await client.query(`drop schema if exists ${modelsSchema(prefix, generation)} cascade`);
    await client.query('commit');
    return !free;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** @returns whether some are still in use */
export async function dropAll(
  client: pg.ClientBase,
  prefix: string,
  isNeeded: IsNeeded,
): Promise<boolean> {
  let isLeft = false;
  for (const generation of await generationsIn(client, prefix))
    if (await dropGeneration(client, { prefix, isNeeded }, generation)) isLeft = true;
  return isLeft;
}

/**
 * Comes again for those before the one that serves, until they are gone or the signal is aborted.
 * Nobody goes back to one of them; a later one may be under construction by then.
 */
export async function dropEarlier(
  client: pg.ClientBase,
  prefix: string,
  signal: AbortSignal,
): Promise<void> {
  const isNeeded: IsNeeded = (generation, serving) => generation >= serving;
  while (!signal.aborted && (await dropAll(client, prefix, isNeeded)))
    await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
}

async function generationsIn(client: pg.ClientBase, prefix: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ name: string }>(
    'select nspname as name from pg_namespace where nspname ~ $1',
    [`^${modelsSchema(prefix, '[0-9]+')}$`],
  );
  return rows.map(({ name }) => Number(name.slice(modelsSchema(prefix, '').length)));
}
