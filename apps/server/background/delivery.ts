/** Pushes messages of handovers in a running server, as its configuration asks for it. */
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import {
  DeliveryLoop,
  parkDeadLetter,
  ParkedSequences,
  Receivers,
  type BreakerState,
} from '#engine';
import {
  openDeliveryIndex,
  openDeliveries,
  WritableFolder,
  type DeliveryConfig,
} from '../../composition/index.js';
import { KafkaDoor } from '../kafka/kafka.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';

/** Undefined: nothing is pushed, everybody reads the feed. */
export const DELIVERY_CONFIG = Symbol('DeliveryConfig');

@Injectable()
export class Delivery implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Delivery.name);
  private index: Awaited<ReturnType<typeof openDeliveryIndex>> | undefined;
  private loop: DeliveryLoop | undefined;

  constructor(
    private readonly folder: WritableFolder,
    private readonly parking: ParkedSequences,
    private readonly readModels: ReadModelWorkerClient,
    private readonly grace: GracePeriod,
    private readonly receivers: Receivers,
    private readonly kafka: KafkaDoor,
    @Inject(DELIVERY_CONFIG) private readonly config: DeliveryConfig | undefined,
  ) {}

  /** @throws TargetRefused, ReadModelsOutdated */
  async onModuleInit(): Promise<void> {
    const { folder, parking, config, receivers } = this;
    const pushed = config === undefined ? [] : openDeliveries(config);
    const deliveries = [...pushed, ...this.kafka.deliveries];
    if (deliveries.length === 0) return;
    // The index reads what the thread of the read models builds.
    await this.readModels.ready();
    this.index = await openDeliveryIndex(folder.paths);
    this.loop = new DeliveryLoop({
      ...{ store: folder.store, clock: folder.clock, index: this.index, deliveries, receivers },
      onError: (error) => this.logger.error(error),
      onDeadLetter: (dead) => parkDeadLetter(parking, dead),
    });
  }

  onApplicationBootstrap(): void {
    if (this.loop === undefined) return;
    this.loop.start();
    this.logger.log('begun');
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.loop === undefined) return;
    await this.grace.within(this.loop.stop());
    await this.index?.close();
    this.logger.log('ended');
  }

  /** The state of each service's circuit. */
  circuits(): ReadonlyMap<string, BreakerState> {
    return this.loop?.circuits() ?? new Map();
  }
}
