/** The delivery loop's index, read from the read models. */
import type { DeliveryIndex } from '#engine';
import { deadDeliveries, dueDeliveries, waitingDeliveries, waitingReceivers } from '#projections';
import { openReadModels } from '#projections/sqlite';
import type { DataFolder } from '../folder/data-folder.js';

/** @throws ReadModelsOutdated when nobody has built the read models yet */
export async function openDeliveryIndex(
  folder: DataFolder,
): Promise<DeliveryIndex & { close(): Promise<void> }> {
  const models = await openReadModels({ file: folder.readModels, access: 'read' });
  return {
    due: (service, now, limit, beyond) => dueDeliveries(models, service, now, { limit, beyond }),
    receivers: () => waitingReceivers(models),
    waiting: (patient, isFor, limit) => waitingDeliveries(models, { patient, isFor }, limit),
    deadLetters: (after, limit) => deadDeliveries(models, after, limit),
    close: () => models.close(),
  };
}
