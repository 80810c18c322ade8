/** How far each model has folded which log. */
import { comparePositions, positionOf, type LogToken, type Position } from '#event-store';
import type { Insert } from './bulk-write.js';
import { ReadModelsOutdated } from './errors.js';
import type { ReadModels, ReadView, WriteTransaction } from './read-models.js';
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

/** By the model's name. @throws ReadModelsOutdated there are none */
export async function readCheckpoints({
  db,
}: Pick<ReadView, 'db'>): Promise<ReadonlyMap<string, Checkpoint>> {
  // Named, since a table made by an earlier version lacks one of them.
  const columns = ['model', 'version', 'token'] as const;
  const rows = await db.selectFrom('checkpoints').select(columns).execute();
  return new Map(
    rows.map(({ model, version, token }) => [model, { version, token: token ?? undefined }]),
  );
}

/** Of each model that has folded anything, whichever version it has; none where nothing was built yet. */
export async function modelTokens(models: ReadModels): Promise<ReadonlyMap<string, LogToken>> {
  try {
    const stored = await models.read(readCheckpoints);
    return new Map(
      [...stored].flatMap(([name, { token }]) => (token === undefined ? [] : [[name, token]])),
    );
  } catch (error) {
    if (error instanceof ReadModelsOutdated) return new Map();
    throw error;
  }
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
 * The position up to which all of these models have folded the log; undefined if one of
 * them has folded nothing yet.
 *
 * @throws ReadModelsOutdated one of them was never built, or by another version
 */
export async function modelsPosition(
  view: ReadView,
  models: readonly Versioned[],
): Promise<Position | undefined> {
  const stored = await readCheckpoints(view);
  const outdated = models.filter(({ name, version }) => stored.get(name)?.version !== version);
  if (outdated.length > 0) throw new ReadModelsOutdated(outdated.map(({ name }) => name));
  return models
    .map(({ name }) => checkpointPosition(stored.get(name)))
    .reduce((least, next) => (isBehind(next, least) ? next : least));
}

/** Undefined before the first event. */
export function checkpointPosition(checkpoint: Checkpoint | undefined): Position | undefined {
  return checkpoint?.token === undefined ? undefined : positionOf(checkpoint.token);
}

/** Whether one position comes before another; undefined comes before all. */
export function isBehind(one: Position | undefined, other: Position | undefined): boolean {
  if (other === undefined) return false;
  return one === undefined || comparePositions(one, other) < 0;
}
