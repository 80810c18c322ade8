/**
 * Builds the next generation of the read models beside the one that serves. Nobody sees it before
 * somebody lets it take over; cut short, it is thrown away.
 */
import type { Position } from '#event-store';
import { ProjectionRunner, type Progress, type RebuildProgress } from '#projections';
import { shareOf } from '../distance/share-of-log.js';
import { keepNewObjectsYoung } from '../process/young-generation.js';
import { openLogForReading } from '../stores/log.js';
import type { Places } from '../stores/places.js';
import { openGenerations } from '../stores/read-models.js';
import { batchesInThreads } from './batches-in-threads.js';

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
  places: Places,
  { signal, onProgress }: BuildOptions = {},
): Promise<Built> {
  keepNewObjectsYoung();
  const generations = await openGenerations(places);
  const next = (await generations.serving()) + 1;
  await generations.remove(next);
  const startedAt = performance.now();
  const note = (progress: Progress): void => {
    generations.note(progressOf(progress, startedAt), performance.now());
    onProgress?.(progress);
  };
  const store = await openLogForReading(places);
  try {
    const models = await generations.open(next, 'build');
    try {
      const run = { onProgress: note, ...(signal && { signal }) };
      const runner = new ProjectionRunner({ store, models, batches: batchesInThreads(places) });
      const { position, events } = await runner.catchUp(run);
      return { generation: next, position, events };
    } finally {
      await models.close();
    }
  } catch (error) {
    await generations.remove(next);
    throw error;
  } finally {
    await generations.forgetProgress();
    await store.close();
    await generations.close();
  }
}

function progressOf({ position, head, events }: Progress, startedAt: number): RebuildProgress {
  const share = shareOf(position, head);
  const seconds = (performance.now() - startedAt) / 1_000;
  const left = Math.ceil((seconds * (1 - share)) / share);
  return { share, events, ...(share < TELLING_SHARE ? {} : { secondsLeft: left }) };
}
