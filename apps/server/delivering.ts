/** The delivery loop of a running server, as its configuration asks for it. */
import { DeliveryLoop, type BreakerState, type Clock, type DeliveryLoopOptions } from '#engine';
import { openWebhookDelivery } from '#exchange/webhook';
import type { EventStore } from '#event-store';
import { openDeliveryIndex, type DataFolder, type DeliveryConfig } from '../composition/index.js';

export interface DeliveringOptions {
  readonly folder: DataFolder;
  readonly store: EventStore;
  /** Absent: nothing is pushed, everybody reads the feed. */
  readonly config: DeliveryConfig | undefined;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  readonly onDeadLetter?: NonNullable<DeliveryLoopOptions['onDeadLetter']>;
}

export interface Delivering {
  /** The state of each service's circuit. */
  circuits(): ReadonlyMap<string, BreakerState>;
  close(): Promise<void>;
}

/** Opens what it needs and starts to push. @throws ReadModelsOutdated, TargetRefused */
export async function startDelivering(options: DeliveringOptions): Promise<Delivering> {
  const { folder, store, config, clock, report, onDeadLetter } = options;
  if (config === undefined) return { circuits: () => new Map(), close: () => Promise.resolve() };
  // Receivers hold a signature's time against their own clock, whatever the engine goes by.
  const webhook = openWebhookDelivery({ ...config, clock: Date.now });
  const index = await openDeliveryIndex(folder);
  const loop = new DeliveryLoop({
    ...{ store, index, clock, deliveries: [webhook], onError: report },
    ...(onDeadLetter === undefined ? {} : { onDeadLetter }),
  });
  loop.start();
  const close = async (): Promise<void> => {
    await loop.stop();
    await index.close();
  };
  return { circuits: () => loop.circuits(), close };
}
