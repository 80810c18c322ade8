/**
 * Models that cannot continue from their checkpoints: those of another version of the
 * program, and those made from another log or from one that has been restored since.
 */
import { checkToken, type EventStore } from '#event-store';
import { ALL_MODELS } from '../models/all-models.js';
import type { Model } from '../models/model.js';
import {
  CHECKPOINTS,
  readCheckpoints,
  saveCheckpoints,
  type Checkpoint,
} from '../port/checkpoints.js';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';

/** Which models can go on from their checkpoints, and why the others cannot. */
export interface ModelStates {
  readonly current: readonly Model[];
  /** Never built, or by another version of this program. */
  readonly outdated: readonly Model[];
  /** Made from another log, or from one that has been restored since: what they say is wrong. */
  readonly ofAnotherLog: readonly Model[];
}

/** Creates missing tables and empties stale models. The log is read before the transaction. */
export async function resetStaleModels(
  store: EventStore,
  models: ReadModels,
  all: readonly Model[],
): Promise<void> {
  const stored = await storedCheckpoints(models);
  const { outdated, ofAnotherLog } = await statesOf(store, stored, all);
  const stale = [...outdated, ...ofAnotherLog];
  if (stale.length === 0) return;
  await models.write(async (transaction) => {
    if (stored === undefined) await transaction.createTable(CHECKPOINTS);
    await reset(transaction, stale);
  });
}

export async function modelStates(
  store: EventStore,
  models: ReadModels,
  all: readonly Model[] = ALL_MODELS,
): Promise<ModelStates> {
  return statesOf(store, await storedCheckpoints(models), all);
}

/** Empties the tables of these models, to be built again from the first event. */
async function reset(transaction: WriteTransaction, models: readonly Model[]): Promise<void> {
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

async function statesOf(
  store: EventStore,
  stored: ReadonlyMap<string, Checkpoint> | undefined,
  all: readonly Model[],
): Promise<ModelStates> {
  const states = { current: [] as Model[], outdated: [] as Model[], ofAnotherLog: [] as Model[] };
  for (const model of all) {
    const found = stored?.get(model.name);
    const token = found?.token;
    const isKnown = token === undefined || (await checkToken(store, token)) === 'same';
    if (!isKnown) states.ofAnotherLog.push(model);
    else if (found?.version === model.version) states.current.push(model);
    else states.outdated.push(model);
  }
  return states;
}
