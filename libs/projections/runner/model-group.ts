/** Models at the same position of the log: they are folded together and written together. */
import { createHash } from 'node:crypto';
import { PATHWAY_PUBLISHED } from '#care-event';
import { tokenOf, type DamagedEvent, type Position, type RecordedEvent } from '#event-store';
import { PatientEvents, type LogBatch } from '../batches/log-batch.js';
import type { Fold, Model } from '../models/model.js';
import {
  checkpointPosition,
  isBehind,
  readCheckpoints,
  saveCheckpoints,
} from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';

/** How long one transaction goes on with what was put off while live events wait for it. */
const SETTLE_MS = 50;

export class ModelGroup {
  private isSettled = false;

  /** @param at of the last event written; undefined before the first */
  constructor(
    private readonly folds: ReadonlyMap<Model, Fold>,
    private at: Position | undefined,
  ) {}

  get position(): Position | undefined {
    return this.at;
  }

  /** Texts that have a number in the tables. */
  get names(): readonly string[] {
    return [...this.folds.values()].find(({ names }) => names !== undefined)?.names ?? [];
  }

  /**
   * Folds the batch, and writes rows and checkpoints in one transaction.
   *
   * @param log the identity of the log
   */
  async write(models: ReadModels, log: string, batch: LogBatch): Promise<void> {
    const folds = [...this.folds.values()];
    for (const each of batch.others) {
      const event = each.damage === undefined && isAltered(each) ? damagedForm(each) : each;
      for (const fold of folds)
        if (event.damage === undefined) fold.add?.(event);
        else fold.addDamaged?.(event);
    }
    const patients = new PatientEvents(batch);
    await models.write(async (transaction) => {
      for (const fold of folds) await fold.write(transaction, patients);
      await saveCheckpoints(transaction, [...this.folds.keys()], tokenOf(log, batch.last));
    });
    this.at = batch.last.position;
    this.isSettled = false;
  }

  /**
   * Takes up what the models put off until the log has been read, in one transaction.
   *
   * @returns true if nothing is left
   */
  async settle(models: ReadModels, forMs = SETTLE_MS): Promise<boolean> {
    if (this.isSettled) return true;
    return models.write(async (transaction) => {
      const until = performance.now() + forMs;
      let isSettled = false;
      while (!isSettled && performance.now() < until) {
        isSettled = true;
        for (const each of this.folds.values())
          if ((await each.settle?.(transaction)) === false) isSettled = false;
      }
      return (this.isSettled = isSettled);
    });
  }
}

/** The models grouped by the positions of their checkpoints, furthest behind first. */
export function readGroups(models: ReadModels, all: readonly Model[]): Promise<ModelGroup[]> {
  return models.read(async (view) => {
    const stored = await readCheckpoints(view);
    const groups = new Map<Position | undefined, Map<Model, Fold>>();
    for (const model of all) {
      const position = checkpointPosition(stored.get(model.name));
      const folds = groups.get(position) ?? new Map<Model, Fold>();
      groups.set(position, folds.set(model, await model.begin(view.db)));
    }
    return [...groups]
      .map(([position, folds]) => new ModelGroup(folds, position))
      .sort((a, b) => (isBehind(a.position, b.position) ? -1 : 1));
  });
}

const SHA_256 = /^[0-9a-f]{64}$/;

/** A definition whose text is not the one that was published: its hash stands beside it. */
function isAltered({ type, data: { yaml, hash } }: RecordedEvent): boolean {
  if (type !== PATHWAY_PUBLISHED || typeof yaml !== 'string' || typeof hash !== 'string')
    return false;
  return SHA_256.test(hash) && createHash('sha256').update(yaml).digest('hex') !== hash;
}

function damagedForm(event: RecordedEvent): DamagedEvent {
  const { id, stream, revision, position, recordedAt, knownAt } = event;
  return { id, stream, revision, position, recordedAt, knownAt, damage: 'data' };
}
