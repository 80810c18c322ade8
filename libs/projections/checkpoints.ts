/** How far each model has folded the log, and which log it was. */
import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Model, ReadView, Write, WriteTransaction } from './port.js';
import { ReadModelsOutdated } from './errors.js';
import type { Tables } from './tables.js';

export interface Checkpoint {
  /** Position of the last event folded; undefined before the first. */
  readonly position: Position | undefined;
  /** How many events of the log have been folded. */
  readonly events: number;
}

interface StoredCheckpoint extends Checkpoint {
  readonly version: number;
}

const SAVE: Write = (db) =>
  db
    .insertInto('checkpoints')
    .values({ model: '', version: 0, position: '', events: 0 })
    .onConflict((conflict) =>
      conflict.column('model').doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        position: row.ref('excluded.position'),
        events: row.ref('excluded.events'),
      })),
    );
const SAVE_LOG: Write = (db) =>
  db
    .insertInto('about')
    .values({ key: '', value: '' })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
    );

/** Makes the tables that the runner itself needs, where they are missing. */
export async function createCheckpoints(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('checkpoints')
    .ifNotExists()
    .addColumn('model', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('position', 'text')
    .addColumn('events', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('about')
    .ifNotExists()
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
}

export async function readCheckpoints(
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, StoredCheckpoint>> {
  const rows = await db.selectFrom('checkpoints').selectAll().execute();
  return new Map(
    rows.map(({ model, version, position, events }) => [
      model,
      { version, position: (position ?? undefined) as Position | undefined, events },
    ]),
  );
}

export function saveCheckpoints(
  transaction: WriteTransaction,
  models: Iterable<Model>,
  { position, events }: Checkpoint,
): Promise<void> {
  const rows = [...models].map((m) => [m.name, m.version, position ?? null, events] as const);
  return transaction.run(SAVE, rows);
}

/** Id of the first event of the log that the models were made from. */
export async function readLogIdentity(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db
    .selectFrom('about')
    .select('value')
    .where('key', '=', 'log')
    .executeTakeFirst();
  return row?.value;
}

export function saveLogIdentity(transaction: WriteTransaction, id: string): Promise<void> {
  return transaction.run(SAVE_LOG, [['log', id]]);
}

/**
 * Where the models stand that a view is to be answered from.
 *
 * @throws ReadModelsOutdated one of them was never built, or by another version
 */
export async function standingOf(view: ReadView, models: readonly Model[]): Promise<Checkpoint> {
  const stored = await readCheckpoints(view.db);
  const outdated = models.filter((m) => stored.get(m.name)?.version !== m.version);
  if (outdated.length > 0) throw new ReadModelsOutdated(outdated.map((m) => m.name));
  const standing = models.map((m) => stored.get(m.name)!);
  return standing.reduce((least, next) => (next.events < least.events ? next : least));
}
