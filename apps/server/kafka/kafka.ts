/**
 * Kafka in a running server: a consumer that takes care events in, and a publisher for each topic
 * that gets something of the log. The brokers may be away when the server starts, or go away: it
 * serves all the same, and goes on where it was when they are back.
 */
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ProcessorLoop, StafettEngine, type CheckpointStore, type PushDelivery } from '#engine';
import type { Position } from '#event-store';
import {
  KafkaFault,
  KafkaIntake,
  LogPublisher,
  openKafkaDelivery,
  SetAsideRecords,
  type IntakeStatus,
} from '#exchange/kafka';
import {
  openKafka,
  openProcessorCheckpoints,
  WritableFolder,
  type KafkaConfig,
  type OpenKafka,
} from '../../composition/index.js';
import { GracePeriod } from '../lifecycle/grace-period.js';

/** Undefined: there is no Kafka. */
export const KAFKA_CONFIG = Symbol('KafkaConfig');

const REPORT_AGAIN_MS = 60_000;

export interface KafkaHealth {
  /** Whether there is a `kafka.yaml`. */
  readonly configured: boolean;
  /** Null where nothing is read. */
  readonly reading: IntakeStatus | null;
  readonly sending: readonly PublisherStatus[];
  /** Records that are set aside now. */
  readonly setAside: number;
}

export interface PublisherStatus {
  readonly kind: string;
  readonly topic: string;
  /** Up to there all is sent; null before the first. */
  readonly position: Position | null;
  readonly sent: number;
  /** Why the last run failed; undefined where it did not. */
  readonly failure?: string;
}

interface Publishing {
  readonly publisher: LogPublisher;
  readonly loop: ProcessorLoop;
  readonly kind: string;
  readonly topic: string;
}

@Injectable()
export class KafkaDoor implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Kafka');
  private kafka: OpenKafka | undefined;
  private cursors: CheckpointStore | undefined;
  private intake: KafkaIntake | undefined;
  private publishing: readonly Publishing[] = [];
  private reported = { message: '', at: -Infinity };

  constructor(
    private readonly folder: WritableFolder,
    private readonly engine: StafettEngine,
    private readonly setAside: SetAsideRecords,
    private readonly grace: GracePeriod,
    @Inject(KAFKA_CONFIG) private readonly config: KafkaConfig | undefined,
  ) {}

  get isConfigured(): boolean {
    return this.config !== undefined;
  }

  /** Pushes messages of handovers to those that have a topic. */
  get deliveries(): readonly PushDelivery[] {
    const { config } = this;
    if (config === undefined || config.receivers.length === 0) return [];
    return [openKafkaDelivery({ targets: config.receivers, producer: () => this.producer() })];
  }

  /** Undefined where nothing is read from Kafka. */
  get reading(): IntakeStatus | undefined {
    return this.intake?.status();
  }

  get publishers(): readonly PublisherStatus[] {
    return this.publishing.map(({ publisher, loop, kind, topic }) => ({
      ...{ kind, topic, position: publisher.position ?? null, sent: publisher.sent },
      ...(loop.failure instanceof Error && { failure: loop.failure.message }),
    }));
  }

  get health(): KafkaHealth {
    return {
      configured: this.isConfigured,
      reading: this.reading ?? null,
      sending: this.publishers,
      setAside: this.setAsideCount,
    };
  }

  /** Records that were set aside and are still. */
  get setAsideCount(): number {
    return this.setAside.count;
  }

  async onModuleInit(): Promise<void> {
    const { config, folder } = this;
    if (config === undefined) return;
    this.kafka = await openKafka(config);
    if (config.in !== undefined) this.intake = this.openIntake(this.kafka, config.in);
    if (config.out.length === 0) return;
    const { port, ...shared } = folder.shareWriter();
    port?.close();
    this.cursors = await openProcessorCheckpoints(folder.paths, shared);
    this.publishing = config.out.map((subscription) => this.openPublisher(subscription));
  }

  onApplicationBootstrap(): void {
    if (this.config === undefined) return;
    this.intake?.start();
    for (const { loop } of this.publishing) loop.start();
    this.logger.log('begun');
  }

  /** What is under way is recorded and committed; what is sent is answered and its cursor kept. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.kafka === undefined) return;
    const publishing = this.publishing.map(({ loop }) => loop.stop());
    await this.grace.within(
      Promise.all([...publishing, ...(this.intake ? [this.intake.stop()] : [])]),
    );
    await this.grace.within(this.kafka.close());
    await this.cursors?.close();
    this.logger.log('ended');
  }

  private producer(): ReturnType<OpenKafka['producer']> {
    if (this.kafka === undefined) throw new Error('Kafka is not open.');
    return this.kafka.producer();
  }

  /** Brokers that are away are away for everybody, and for long: that is said once a minute. */
  private report(error: unknown): void {
    if (!(error instanceof Error)) return this.logger.error(error);
    const now = performance.now();
    if (error.message === this.reported.message && now - this.reported.at < REPORT_AGAIN_MS) return;
    this.reported = { message: error.message, at: now };
    if (error instanceof KafkaFault) this.logger.warn(error.message);
    else this.logger.error(error);
  }

  private openIntake(
    { client }: OpenKafka,
    { group, topics }: NonNullable<KafkaConfig['in']>,
  ): KafkaIntake {
    const { engine: sink, setAside, folder } = this;
    const { secret, clock } = folder;
    return new KafkaIntake({
      ...{ client, group, topics, sink, setAside, secret, clock },
      onError: (error) => this.report(error),
    });
  }

  private openPublisher(subscription: KafkaConfig['out'][number]): Publishing {
    const { store } = this.folder;
    const publisher = new LogPublisher({
      ...{ subscription, store, cursors: this.cursors! },
      producer: () => this.producer(),
      onDamaged: (error) => this.logger.error(error),
    });
    const loop = new ProcessorLoop({
      ...{ processor: publisher, store },
      onError: (error) => this.report(error),
    });
    const { kind, topic } = subscription;
    return { publisher, loop, kind, topic };
  }
}
