/**
 * The read models that serve, compared with a new fold of the log up to where they stand, beside
 * whoever writes or follows it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Position } from '#event-store';
import {
  ALL_MODELS,
  compareModels,
  isSettled,
  modelsPosition,
  ProjectionRunner,
  type ComparedTable,
  type ReadView,
} from '#projections';
import { dataFolder } from '../folder/data-folder.js';
import { readEvidence, refuseFileLoss } from '../folder/log-loss.js';
import type { Installation, Places } from '../stores/places.js';
import type { BuildOptions } from './build-generation.js';
import { openLogForReading } from '../stores/log.js';
import { openGenerations, openServingModels } from '../stores/read-models.js';

export interface VerifiedReadModels {
  /** No table differs. */
  readonly same: boolean;
  /** Up to where the log was folded. */
  readonly position: Position | null;
  readonly tables: readonly ComparedTable[];
}

/** Who assesses patients after a change puts some off; a comparison waits for that so long, ms. */
const SETTLING_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** The read models have work left, and nobody does it. */
export class ReadModelsUnsettled extends Error {
  override readonly name = 'ReadModelsUnsettled';
  readonly code = 'read-models-unsettled';
  constructor() {
    super(
      'The read models are not up to date yet. Ask for a figure, or start the server, and verify them then.',
    );
  }
}

/** @throws ReadModelsOutdated they were not built by this version; ReadModelsUnsettled; as `openReports` */
export async function verifyReadModels(
  installation: Installation,
  options: BuildOptions = {},
): Promise<VerifiedReadModels> {
  const folder = dataFolder(installation);
  refuseFileLoss(folder, await readEvidence(folder));
  const store = await openLogForReading(folder);
  try {
    const models = await openServingModels(folder);
    try {
      const until = performance.now() + SETTLING_MS;
      for (;;) {
        const found = await models.read(async (serving) =>
          (await isSettled(serving, ALL_MODELS))
            ? foldAgain({ store, serving, folder }, options)
            : undefined,
        );
        if (found !== undefined) return found;
        if (performance.now() > until) throw new ReadModelsUnsettled();
        await pause(LOOK_AGAIN_MS, undefined, options);
      }
    } finally {
      await models.close();
    }
  } finally {
    await store.close();
  }
}

interface FoldedAgain {
  readonly store: EventStore;
  readonly serving: ReadView;
  readonly folder: Places;
}

async function foldAgain(
  { store, serving, folder }: FoldedAgain,
  options: BuildOptions,
): Promise<VerifiedReadModels> {
  const position = await modelsPosition(serving, ALL_MODELS);
  const generations = await openGenerations(folder);
  const fresh = await generations.openTemporary();
  try {
    // Without a position nothing was folded yet: an empty log has nothing to compare.
    const upTo = position ?? ('0' as Position);
    await new ProjectionRunner({ store, models: fresh }).catchUp({ ...options, upTo });
    const tables = await fresh.read((view) => compareModels(serving, view, ALL_MODELS));
    const same = tables.every(({ differing }) => differing === 0);
    return { same, position: position ?? null, tables };
  } finally {
    await fresh.close();
    await generations.close();
  }
}
