/** The delivery loop's index, read from the read models. */
import type { DeliveryIndex } from '#engine';
import { deadDeliveries, dueDeliveries, waitingDeliveries, waitingReceivers } from '#projections';
import type { DataFolder } from '../folder/data-folder.js';
import { openSharedModels } from './reading.js';

/** @throws ReadModelsOutdated when nobody has built the read models yet */
export async function openDeliveryIndex(
  folder: DataFolder,
): Promise<DeliveryIndex & { close(): Promise<void> }> {
  const models = await openSharedModels(folder);
  return {
    due: (service, now, limit, beyond) => dueDeliveries(models, service, now, { limit, beyond }),
    receivers: () => waitingReceivers(models),
    waiting: (patient, isFor, limit) => waitingDeliveries(models, { patient, isFor }, limit),
    deadLetters: (after, limit) => deadDeliveries(models, after, limit),
    close: () => models.close(),
  };
}
