/** The tables of the engine's own work. Their names are storage and never change. */
import type pg from 'pg';
import { migrateSchema } from '#postgres';

export const workSchema = (prefix: string): string => `${prefix}_work`;

/** One row: who works here, and the how-manieth that is. */
export const holderTable = (prefix: string): string => `${workSchema(prefix)}.holder`;

export const checkpointsTable = (prefix: string): string =>
  `${workSchema(prefix)}.processor_checkpoints`;

export const factKeysTable = (prefix: string): string => `${workSchema(prefix)}.fact_keys`;

export function migrateWork(client: pg.ClientBase, prefix: string): Promise<void> {
  const holder = holderTable(prefix);
  return migrateSchema(client, {
    schema: workSchema(prefix),
    part: 'engine',
    migrations: [
      `create table ${holder} (
        only_row boolean primary key default true check (only_row),
        number int8 not null default 0,
        name text,
        since timestamptz
      );
      insert into ${holder} default values;
      create table ${checkpointsTable(prefix)} (name text primary key, token text not null)`,
      `create table ${factKeysTable(prefix)} (key text primary key, patient text not null)`,
    ],
  });
}
