/**
 * The server's Nest module: the doors, and what runs beside them.
 *
 * The order in which it comes up and goes down is written down in `serve.ts`.
 */
import { Module, type DynamicModule } from '@nestjs/common';
import {
  AcknowledgeOutboxHandler,
  DefinitionRegistry,
  OutboxFeed,
  ReadOutboxHandler,
  Receivers,
} from '#engine';
import { SetAsideRecords } from '#exchange/kafka';
import {
  CompositionModule,
  WritableFolder,
  type DeliveryConfig,
  type KafkaConfig,
} from '../composition/index.js';
import { BackgroundThread } from './background/background-thread.js';
import { Delivery, DELIVERY_CONFIG } from './background/delivery.js';
import { Processors } from './background/processors.js';
import { WakeUps } from './background/wake-ups.js';
import { CommandSocket } from './commands/command-socket.js';
import { Commands } from './commands/commands.js';
import { EventsController } from './events/events.controller.js';
import { FigureWorkerClient } from './figures/figure-worker-client.js';
import { FigureQueryHandler } from './figures/figure.query.js';
import { FiguresController } from './figures/figures.controller.js';
import { ProjectionsController } from './figures/projections.controller.js';
import { HealthController } from './health/health.controller.js';
import { PathwaysController } from './pathways/pathways.controller.js';
import { AskPatientCustodyHandler } from './journeys/patient-custody.query.js';
import { PatientsController } from './journeys/patients.controller.js';
import { ReplayJourneyHandler } from './journeys/replay-journey.query.js';
import { KafkaDoor, KAFKA_CONFIG } from './kafka/kafka.js';
import { FatalFaults } from './lifecycle/fatal-faults.js';
import { GracePeriod } from './lifecycle/grace-period.js';
import { ClockWatch } from './lifecycle/clock-watch.js';
import { Gauges } from './metrics/gauges.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { OutboxController } from './outbox/outbox.controller.js';
import { ReadModelOutboxIndex } from './outbox/outbox-index.js';
import { ParkedController } from './parked/parked.controller.js';
import { ReadModelQueryHandler } from './read-models/read-model-query.js';
import { ReadModelWorkerClient } from './read-models/read-model-worker-client.js';
import { ChangeStream } from './stream/change-stream.js';
import { StreamController } from './stream/stream.controller.js';

export interface ServerOptions {
  /** Not yet open. */
  readonly folder: WritableFolder;
  readonly faults: FatalFaults;
  /** Listens once the folder is open. */
  readonly socket: CommandSocket;
  readonly grace: GracePeriod;
  /** Undefined: nothing is pushed, everybody reads the feed. */
  readonly delivery: DeliveryConfig | undefined;
  /** Undefined: there is no Kafka. */
  readonly kafka: KafkaConfig | undefined;
}

const OUTBOX_FEED = {
  provide: OutboxFeed,
  inject: [WritableFolder, ReadModelOutboxIndex, Receivers],
  useFactory: ({ store }: WritableFolder, index: ReadModelOutboxIndex, receivers: Receivers) =>
    new OutboxFeed({ store, index, receivers }),
};

const RECEIVERS = {
  provide: Receivers,
  inject: [WritableFolder, DefinitionRegistry],
  useFactory: ({ clock }: WritableFolder, { organisations }: DefinitionRegistry) =>
    new Receivers(() => organisations.current(), clock),
};

const SET_ASIDE_RECORDS = {
  provide: SetAsideRecords,
  inject: [WritableFolder],
  useFactory: ({ paths }: WritableFolder) => new SetAsideRecords(paths.setAside),
};

@Module({})
export class ServerModule {
  static register({
    folder,
    faults,
    grace,
    socket,
    delivery,
    kafka,
  }: ServerOptions): DynamicModule {
    return {
      module: ServerModule,
      imports: [CompositionModule.forWriting({ folder })],
      controllers: [
        EventsController,
        FiguresController,
        ProjectionsController,
        PatientsController,
        PathwaysController,
        OrganisationsController,
        OutboxController,
        ParkedController,
        StreamController,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: FatalFaults, useValue: faults },
        { provide: GracePeriod, useValue: grace },
        { provide: DELIVERY_CONFIG, useValue: delivery },
        { provide: KAFKA_CONFIG, useValue: kafka },
        SET_ASIDE_RECORDS,
        {
          provide: CommandSocket,
          inject: [WritableFolder],
          useFactory: ({ paths }: WritableFolder) => socket.listen(paths.path),
        },
        ReadModelWorkerClient,
        ReadModelQueryHandler,
        FigureWorkerClient,
        FigureQueryHandler,
        ReplayJourneyHandler,
        AskPatientCustodyHandler,
        ReadModelOutboxIndex,
        RECEIVERS,
        OUTBOX_FEED,
        ReadOutboxHandler,
        AcknowledgeOutboxHandler,
        Metrics,
        Gauges,
        ClockWatch,
        BackgroundThread,
        WakeUps,
        Processors,
        KafkaDoor,
        Delivery,
        Commands,
        ChangeStream,
      ],
    };
  }
}
