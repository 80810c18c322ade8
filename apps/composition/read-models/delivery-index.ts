/** The delivery loop's index, read from the read models. */
import type { DeliveryIndex } from '#engine';
import { deadDeliveries, dueDeliveries, waitingDeliveries, waitingReceivers } from '#projections';
import type { Places } from '../stores/places.js';
import { openServingModels } from '../stores/read-models.js';

/** @throws ReadModelsOutdated when nobody has built the read models yet */
export async function openDeliveryIndex(
  places: Places,
): Promise<DeliveryIndex & { close(): Promise<void> }> {
  const models = await openServingModels(places);
  return {
    due: (service, now, limit, beyond) => dueDeliveries(models, service, now, { limit, beyond }),
    receivers: () => waitingReceivers(models),
    waiting: (patient, isFor, limit) => waitingDeliveries(models, { patient, isFor }, limit),
    deadLetters: (after, limit) => deadDeliveries(models, after, limit),
    close: () => models.close(),
  };
}
