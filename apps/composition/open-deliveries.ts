/** The adapters by which messages are pushed. */
import type { PushDelivery } from '#engine';
import { openWebhookDelivery } from '#exchange/webhook';
import type { DeliveryConfig } from './configuration/delivery-config.js';

/** @throws TargetRefused */
export function openDeliveries(config: DeliveryConfig): readonly PushDelivery[] {
  // Receivers hold a signature's time against their own clock, whatever the engine goes by.
  return [openWebhookDelivery({ ...config, clock: Date.now })];
}
