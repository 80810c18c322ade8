/**
 * The read models that serve, compared with a new fold of the log up to where they stand, beside
 * whoever writes or follows it.
 */
import type { Position } from '#event-store';
import {
  ALL_MODELS,
  compareModels,
  modelsPosition,
  ProjectionRunner,
  type ComparedTable,
  type Progress,
} from '#projections';
import { Generations, openReadModels } from '#projections/sqlite';
import { dataFolder } from '../folder/data-folder.js';
import { readEvidence, refuseFileLoss } from '../folder/log-loss.js';
import type { BuildOptions } from './build-generation.js';
import { openReadingStore, openSharedModels } from './reading.js';

export interface VerifiedReadModels {
  /** No table differs. */
  readonly same: boolean;
  /** Up to where the log was folded. */
  readonly position: Position | null;
  readonly tables: readonly ComparedTable[];
}

/** @throws ReadModelsOutdated they were not built by this version; as `openReports` */
export async function verifyReadModels(
  path: string,
  { signal, onProgress }: BuildOptions = {},
): Promise<VerifiedReadModels> {
  const folder = dataFolder(path);
  refuseFileLoss(folder, await readEvidence(folder));
  const generations = new Generations(folder.readModels);
  const file = generations.temporary;
  const store = await openReadingStore(folder);
  try {
    const models = await openSharedModels(folder);
    try {
      return await models.read(async (serving) => {
        const position = await modelsPosition(serving, ALL_MODELS);
        const fresh = await openReadModels({ file, access: 'build' });
        try {
          const run = {
            onProgress: (done: Progress) => onProgress?.(done),
            ...(signal && { signal }),
          };
          // Without a position nothing was folded yet: an empty log has nothing to compare.
          const upTo = position ?? ('0' as Position);
          await new ProjectionRunner({ store, models: fresh }).catchUp({ ...run, upTo });
          const tables = await fresh.read((view) => compareModels(serving, view, ALL_MODELS));
          const same = tables.every(({ differing }) => differing === 0);
          return { same, position: position ?? null, tables };
        } finally {
          await fresh.close();
        }
      });
    } finally {
      await models.close();
    }
  } finally {
    generations.remove(file);
    await store.close();
  }
}
