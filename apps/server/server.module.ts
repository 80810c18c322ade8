/** The server's Nest module: controllers on the engine, the reading thread and the store. */
import { type DynamicModule, Module } from '@nestjs/common';
import { EngineModule, OutboxFeed, type ParkedSequence } from '#engine';
import type { WriterParts } from '../composition/index.js';
import { EventsController } from './events.controller.js';
import { FiguresController } from './figures.controller.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import type { Metrics } from './metrics.js';
import { OutboxController } from './outbox.controller.js';
import { outboxIndex } from './outbox-index.js';
import { ParkedController } from './parked.controller.js';
import { PatientsController } from './patients.controller.js';
import type { Readings } from './readings.js';
import { METRICS, OUTBOX, READINGS, SECRET, SERVER_CLOCK, STORE } from './tokens.js';

export interface ServerParts extends WriterParts {
  readonly readings: Readings;
  readonly metrics: Metrics;
  /** Told of each sequence once it is durably parked. */
  readonly onParked: (holding: ParkedSequence) => void;
}

@Module({})
export class ServerModule {
  static register(parts: ServerParts): DynamicModule {
    const { store, clock, secret, readings, metrics, onParked } = parts;
    return {
      module: ServerModule,
      imports: [EngineModule.register({ store, clock, onParked })],
      controllers: [
        EventsController,
        FiguresController,
        PatientsController,
        OutboxController,
        ParkedController,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: STORE, useValue: store },
        { provide: SECRET, useValue: secret },
        { provide: SERVER_CLOCK, useValue: clock },
        { provide: METRICS, useValue: metrics },
        { provide: READINGS, useValue: readings },
        { provide: OUTBOX, useValue: new OutboxFeed({ store, index: outboxIndex(readings) }) },
      ],
    };
  }
}
