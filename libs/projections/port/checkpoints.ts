/** How far each model has folded the log, and which log it was. */
import type { Kysely } from 'kysely';
import { identityOf } from '#event-store';
import type { Position, RecordedEvent } from '#event-store';
import type { ReadView, Write, WriteTransaction } from './read-models.js';
import { ReadModelsOutdated } from './errors.js';
import type { Tables } from './tables.js';

export interface Checkpoint {
  /** Position of the last event folded; undefined before the first. */
  readonly position: Position | undefined;
  /** How many events of the log have been folded. */
  readonly events: number;
}

/** A model as its checkpoint names it. */
export interface Versioned {
  readonly name: string;
  readonly version: number;
}

interface StoredCheckpoint extends Checkpoint {
  readonly version: number;
  /** Which event is at `position`, as `identityOf` tells. */
  readonly event: string | undefined;
}

const SAVE: Write = (db) =>
  db
    .insertInto('checkpoints')
    .values({ model: '', version: 0, position: '', events: 0, event: '' })
    .onConflict((conflict) =>
      conflict.column('model').doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        position: row.ref('excluded.position'),
        events: row.ref('excluded.events'),
        event: row.ref('excluded.event'),
      })),
    );
const SAVE_LOG: Write = (db) =>
  db
    .insertInto('about')
    .values({ key: '', value: '' })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
    );

/**
 * Makes the tables that the runner itself needs, where they are missing. Checkpoints that
 * do not tell which event they are at are dropped: all models are then rebuilt.
 */
export async function createCheckpoints(db: Kysely<Tables>): Promise<void> {
  const tables = await db.introspection.getTables();
  const older = tables.find(({ name }) => name === 'checkpoints');
  if (older?.columns.some(({ name }) => name === 'event') === false)
    await db.schema.dropTable('checkpoints').execute();
  await db.schema
    .createTable('checkpoints')
    .ifNotExists()
    .addColumn('model', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('position', 'text')
    .addColumn('events', 'integer', (c) => c.notNull())
    .addColumn('event', 'text')
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
    rows.map(({ model, version, position, events, event }) => [
      model,
      {
        version,
        position: (position ?? undefined) as Position | undefined,
        events,
        event: event ?? undefined,
      },
    ]),
  );
}

/** @param last the last event folded; undefined before the first */
export function saveCheckpoints(
  transaction: WriteTransaction,
  models: Iterable<Versioned>,
  events: number,
  last: RecordedEvent | undefined,
): Promise<void> {
  const at = last === undefined ? [null, events, null] : [last.position, events, identityOf(last)];
  return transaction.run(
    SAVE,
    [...models].map((model) => [model.name, model.version, ...at]),
  );
}

/** Which event is the first of the log that the models were made from, as `identityOf` tells. */
export async function readLogIdentity(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db
    .selectFrom('about')
    .select('value')
    .where('key', '=', 'log')
    .executeTakeFirst();
  return row?.value;
}

export function saveLogIdentity(transaction: WriteTransaction, first: string): Promise<void> {
  return transaction.run(SAVE_LOG, [['log', first]]);
}

/**
 * Where the models stand that a view is to be answered from.
 *
 * @throws ReadModelsOutdated one of them was never built, or by another version
 */
export async function standingOf(
  view: ReadView,
  models: readonly Versioned[],
): Promise<Checkpoint> {
  const stored = await readCheckpoints(view.db);
  const outdated = models.filter((m) => stored.get(m.name)?.version !== m.version);
  if (outdated.length > 0) throw new ReadModelsOutdated(outdated.map((m) => m.name));
  const standing = models.map((m) => stored.get(m.name)!);
  return standing.reduce((least, next) => (next.events < least.events ? next : least));
}
