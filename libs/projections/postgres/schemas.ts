/**
 * Where in the database things lie. Each generation of the read models is a schema; what is said of
 * all of them stands in the schema of the engine's work. These names are storage and never change.
 */
import type pg from 'pg';
import { lockKey, migrateSchema } from '#postgres';

export const modelsSchema = (prefix: string, generation: number | string): string =>
  `${prefix}_models_${generation}`;

export const workSchema = (prefix: string): string => `${prefix}_work`;

/** Whoever uses a generation holds this lock with others; who holds it alone may drop it. */
export const generationLock = (prefix: string): number => lockKey(prefix, 'generation');

/** One row: which generation serves, and how far the build of the next one has come. */
export const pointerTable = (prefix: string): string => `${workSchema(prefix)}.read_models`;

/** One row: the how-manieth process it is that keeps the read models. */
export const keeperTable = (prefix: string): string => `${workSchema(prefix)}.read_models_keeper`;

export function migratePointer(client: pg.ClientBase, prefix: string): Promise<void> {
  const table = pointerTable(prefix);
  const keeper = keeperTable(prefix);
  return migrateSchema(client, {
    schema: workSchema(prefix),
    part: 'read models',
    migrations: [
      `create table ${table} (
        only_row boolean primary key default true check (only_row),
        serving int4 not null default 0,
        progress text,
        noted_at timestamptz
      );
      insert into ${table} default values`,
      `create table ${keeper} (
        only_row boolean primary key default true check (only_row),
        number int8 not null default 0
      );
      insert into ${keeper} default values`,
    ],
  });
}
