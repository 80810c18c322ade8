/**
 * Models that cannot continue from their checkpoints: those of another version of the
 * program, and those made from another log or from one that has been restored since.
 */
import { checkToken, type EventStore } from '#event-store';
import type { Model } from '../models/model.js';
import {
  CHECKPOINTS,
  readCheckpoints,
  saveCheckpoints,
  type Checkpoint,
} from '../port/checkpoints.js';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';

/** Creates missing tables and empties stale models. The log is read before the transaction. */
export async function resetStaleModels(
  store: EventStore,
  models: ReadModels,
  all: readonly Model[],
): Promise<void> {
  const stored = await storedCheckpoints(models);
  const stale: Model[] = [];
  for (const model of all)
    if (!(await isCurrent(store, model, stored?.get(model.name)))) stale.push(model);
  if (stale.length === 0) return;
  await models.write(async (transaction) => {
    if (stored === undefined) await transaction.createTable(CHECKPOINTS);
    await reset(transaction, stale);
  });
}

/** Empties the tables of these models, to be built again from the first event. */
export async function reset(
  transaction: WriteTransaction,
  models: readonly Model[],
): Promise<void> {
  for (const { tables } of models) for (const table of tables) await transaction.createTable(table);
  await saveCheckpoints(transaction, models, undefined);
}

/** Undefined if there are none, or only those of an earlier version of this program. */
async function storedCheckpoints(
  models: ReadModels,
): Promise<ReadonlyMap<string, Checkpoint> | undefined> {
  try {
    return await models.read(readCheckpoints);
  } catch (error) {
    if (error instanceof ReadModelsOutdated) return undefined;
    throw error;
  }
}

async function isCurrent(
  store: EventStore,
  { version }: Model,
  found: Checkpoint | undefined,
): Promise<boolean> {
  if (found?.version !== version) return false;
  const { token } = found;
  return token === undefined || (await checkToken(store, token)) === 'same';
}
