/** The engine's index of wake-ups, read from the read models. */
import type { WakeUpIndex } from '#engine';
import { duePatients, patientsAfter, pendingReviews, wakeUpsPosition } from '#projections';
import type { DataFolder } from '../folder/data-folder.js';
import { openSharedModels } from './reading.js';

/** @throws ReadModelsOutdated when nobody has built the read models yet */
export async function openWakeUpIndex(
  folder: DataFolder,
): Promise<WakeUpIndex & { close(): Promise<void> }> {
  const models = await openSharedModels(folder);
  return {
    due: (now, limit, after) => duePatients(models, now, limit, after),
    position: () => wakeUpsPosition(models),
    pendingReviews: () => pendingReviews(models),
    patientsAfter: (patient, limit) => patientsAfter(models, patient, limit),
    close: () => models.close(),
  };
}
