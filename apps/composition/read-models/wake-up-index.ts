/** The engine's index of wake-ups, read from the read models. */
import type { WakeUpIndex } from '#engine';
import { duePatients, patientsAfter, pendingReviews, wakeUpsPosition } from '#projections';
import type { Places } from '../stores/places.js';
import { openServingModels } from '../stores/read-models.js';

/** @throws ReadModelsOutdated when nobody has built the read models yet */
export async function openWakeUpIndex(
  places: Places,
): Promise<WakeUpIndex & { close(): Promise<void> }> {
  const models = await openServingModels(places);
  return {
    due: (now, limit, after) => duePatients(models, now, limit, after),
    position: () => wakeUpsPosition(models),
    pendingReviews: () => pendingReviews(models),
    patientsAfter: (patient, limit) => patientsAfter(models, patient, limit),
    close: () => models.close(),
  };
}
