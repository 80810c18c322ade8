/** The read models of a folder as they stand, beside whoever keeps them. */
import type { Position } from '#event-store';
import {
  ALL_MODELS,
  listModels,
  ReadModelsOutdated,
  type ListedModel,
  type RebuildProgress,
} from '#projections';
import { behindSeconds } from '../distance/behind-seconds.js';
import { dataFolder, type DataFolder } from '../folder/data-folder.js';
import { readEvidence, refuseFileLoss } from '../folder/log-loss.js';
import { openLogForReading } from '../stores/log.js';
import type { Installation } from '../stores/places.js';
import { openGenerations, openServingModels } from '../stores/read-models.js';

export interface ReadModelsList {
  /** Where the log ends. */
  readonly position: Position | null;
  readonly models: readonly (ListedModel & {
    /** Age of the first event that it does not have yet, in seconds; 0 where it has all. */
    readonly behindSeconds: number;
  })[];
  /** The build of the next generation; null where there is none. */
  readonly rebuild: RebuildProgress | null;
}

/** @param now ms since the epoch @throws StoreMissing; typed errors of the store */
export async function listReadModels(
  installation: Installation,
  now: number,
): Promise<ReadModelsList> {
  const folder = dataFolder(installation);
  refuseFileLoss(folder, await readEvidence(folder));
  const store = await openLogForReading(folder);
  try {
    const listed = await listedIn(folder);
    const head = await store.head();
    const behind = new Map<Position | null, number>();
    for (const { position } of listed)
      if (!behind.has(position))
        behind.set(position, await behindSeconds(store, position ?? undefined, now));
    return {
      position: head ?? null,
      models: listed.map((model) => ({ ...model, behindSeconds: behind.get(model.position) ?? 0 })),
      rebuild: (await rebuildProgress(installation)) ?? null,
    };
  } finally {
    await store.close();
  }
}

/** How far the build of the next generation has come; undefined where there is none. */
export async function rebuildProgress(
  installation: Installation,
): Promise<RebuildProgress | undefined> {
  const generations = await openGenerations(dataFolder(installation));
  return generations.progress().finally(() => generations.close());
}

async function listedIn(folder: DataFolder): Promise<readonly ListedModel[]> {
  try {
    const models = await openServingModels(folder);
    return await listModels(models).finally(() => models.close());
  } catch (error) {
    if (!(error instanceof ReadModelsOutdated)) throw error;
    const unbuilt = { built: null, position: null, rows: 0 };
    return ALL_MODELS.map(({ name, version }) => ({ name, version, ...unbuilt }));
  }
}
