/**
 * Builds the next generation of the read models beside the one that serves. Nobody sees it before
 * somebody lets it take over; cut short, it is thrown away.
 */
import type { Position } from '#event-store';
import { ProjectionRunner, type Progress, type RebuildProgress } from '#projections';
import { Generations, openReadModels } from '#projections/sqlite';
import type { DataFolder } from '../folder/data-folder.js';
import { shareOf } from '../distance/share-of-log.js';
import { openReadingStore } from './reading.js';

/** Of the log: before, nobody can tell how long the rest will take. */
const TELLING_SHARE = 0.02;

export interface BuildOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Built {
  readonly generation: number;
  readonly position: Position | undefined;
  readonly events: number;
}

/** Up to where the log goes when it is done; what comes meanwhile, whoever follows the log adds. */
export async function buildGeneration(
  folder: DataFolder,
  { signal, onProgress }: BuildOptions = {},
): Promise<Built> {
  const generations = new Generations(folder.readModels);
  const next = generations.serving + 1;
  const file = generations.file(next);
  generations.remove(file);
  const startedAt = performance.now();
  const note = (progress: Progress): void => {
    generations.note(progressOf(progress, startedAt), performance.now());
    onProgress?.(progress);
  };
  const store = await openReadingStore(folder);
  try {
    const models = await openReadModels({ file, access: 'build' });
    try {
      const run = { onProgress: note, ...(signal && { signal }) };
      const { position, events } = await new ProjectionRunner({ store, models }).catchUp(run);
      return { generation: next, position, events };
    } finally {
      await models.close();
    }
  } catch (error) {
    generations.remove(file);
    throw error;
  } finally {
    generations.forgetProgress();
    await store.close();
  }
}

function progressOf({ position, head, events }: Progress, startedAt: number): RebuildProgress {
  const share = shareOf(position, head);
  const seconds = (performance.now() - startedAt) / 1_000;
  const left = Math.ceil((seconds * (1 - share)) / share);
  return { share, events, ...(share < TELLING_SHARE ? {} : { secondsLeft: left }) };
}
