/** How far each model has folded the log, and which log it was. */
import { comparePositions, type Position } from '#event-store';
import type { Insert } from './bulk-write.js';
import { ReadModelsOutdated } from './errors.js';
import type { ReadView, WriteTransaction } from './read-models.js';
import type { TableDefinition } from './table-definition.js';
import type { CheckpointsTable, Tables } from './tables.js';

/** Where a model stands: after which event, of which log. */
export interface LogToken {
  readonly log: string;
  readonly position: Position;
  readonly event: string;
}

export interface Checkpoint {
  readonly version: number;
  /** Undefined before the first event. */
  readonly token: LogToken | undefined;
}

/** A model as its checkpoint names it. */
export interface Versioned {
  readonly name: string;
  readonly version: number;
}

export const CHECKPOINTS: TableDefinition<Tables, 'checkpoints'> = {
  name: 'checkpoints',
  columns: {
    model: 'text',
    version: 'integer',
    log: 'text?',
    position: 'position?',
    event: 'text?',
  },
  key: ['model'],
};

const SAVE: Insert<Tables, 'checkpoints'> = {
  into: CHECKPOINTS,
  onConflict: { key: ['model'], replace: ['version', 'log', 'position', 'event'] },
};

/** By the model's name. @throws ReadModelsOutdated nobody has made any */
export async function readCheckpoints({
  db,
}: Pick<ReadView, 'db'>): Promise<ReadonlyMap<string, Checkpoint>> {
  // By their names: where an earlier version made the table, it may lack one.
  const columns = ['model', 'version', 'log', 'position', 'event'] as const;
  const rows = await db.selectFrom('checkpoints').select(columns).execute();
  return new Map(rows.map((row) => [row.model, { version: row.version, token: tokenOf(row) }]));
}

function tokenOf({ log, position, event }: CheckpointsTable): LogToken | undefined {
  return log === null || position === null || event === null ? undefined : { log, position, event };
}

/** @param token of the last event folded; undefined before the first */
export function saveCheckpoints(
  transaction: WriteTransaction,
  models: readonly Versioned[],
  token: LogToken | undefined,
): Promise<void> {
  const { log = null, position = null, event = null } = token ?? {};
  return transaction.insert(
    SAVE,
    models.map(({ name, version }) => ({ model: name, version, log, position, event })),
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
    .map(({ name }) => stored.get(name)?.token?.position)
    .reduce((least, next) => (isBehind(next, least) ? next : least));
}

/** Whether somebody at one position of a log has folded less of it; undefined: nothing yet. */
export function isBehind(one: Position | undefined, other: Position | undefined): boolean {
  if (other === undefined) return false;
  return one === undefined || comparePositions(one, other) < 0;
}
