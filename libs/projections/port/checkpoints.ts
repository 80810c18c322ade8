/** How far each model has folded the log, and which log it was. */
import { comparePositions, positionOf, type LogToken, type Position } from '#event-store';
import type { Insert } from './bulk-write.js';
import { ReadModelsOutdated } from './errors.js';
import type { ReadView, WriteTransaction } from './read-models.js';
import type { TableDefinition } from './table-definition.js';
import type { Tables } from './tables.js';

export interface Checkpoint {
  readonly version: number;
  /** Of the last event folded; undefined before the first. */
  readonly token: LogToken | undefined;
}

/** A model as its checkpoint names it. */
export interface Versioned {
  readonly name: string;
  readonly version: number;
}

export const CHECKPOINTS: TableDefinition<Tables, 'checkpoints'> = {
  name: 'checkpoints',
  columns: { model: 'text', version: 'integer', token: 'text?' },
  key: ['model'],
};

const SAVE: Insert<Tables, 'checkpoints'> = {
  into: CHECKPOINTS,
  onConflict: { key: ['model'], replace: ['version', 'token'] },
};

/** By the model's name. @throws ReadModelsOutdated nobody has made any */
export async function readCheckpoints({
  db,
}: Pick<ReadView, 'db'>): Promise<ReadonlyMap<string, Checkpoint>> {
  // By their names: where an earlier version made the table, it lacks one.
  const columns = ['model', 'version', 'token'] as const;
  const rows = await db.selectFrom('checkpoints').select(columns).execute();
  return new Map(
    rows.map(({ model, version, token }) => [model, { version, token: token ?? undefined }]),
  );
}

/** @param token of the last event folded; undefined before the first */
export function saveCheckpoints(
  transaction: WriteTransaction,
  models: readonly Versioned[],
  token: LogToken | undefined,
): Promise<void> {
  return transaction.insert(
    SAVE,
    models.map(({ name, version }) => ({ model: name, version, token: token ?? null })),
  );
}

/**
 * Up to where in the log the models have come that a view is answered from; undefined
 * where one of them has folded nothing yet.
 *
 * @throws ReadModelsOutdated one of them was never built, or by another version
 */
export async function standingOf(
  view: ReadView,
  models: readonly Versioned[],
): Promise<Position | undefined> {
  const stored = await readCheckpoints(view);
  const outdated = models.filter(({ name, version }) => stored.get(name)?.version !== version);
  if (outdated.length > 0) throw new ReadModelsOutdated(outdated.map(({ name }) => name));
  return models
    .map(({ name }) => standing(stored.get(name)))
    .reduce((least, next) => (isBehind(next, least) ? next : least));
}

/** Where a model stands; undefined before the first event. */
export function standing(checkpoint: Checkpoint | undefined): Position | undefined {
  return checkpoint?.token === undefined ? undefined : positionOf(checkpoint.token);
}

/** Whether somebody at one position of a log has folded less of it; undefined: nothing yet. */
export function isBehind(one: Position | undefined, other: Position | undefined): boolean {
  if (other === undefined) return false;
  return one === undefined || comparePositions(one, other) < 0;
}
