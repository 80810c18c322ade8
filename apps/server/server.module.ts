/** The server's Nest module: controllers on the engine, the reading thread and the store. */
import { type DynamicModule, Module } from '@nestjs/common';
import { EngineModule, OutboxFeed } from '#engine';
import type { WriterParts } from '../compose/index.js';
import { EventsController } from './events.controller.js';
import { FiguresController } from './figures.controller.js';
import { HealthController } from './health.controller.js';
import { OutboxController } from './outbox.controller.js';
import { outboxIndex } from './outbox-index.js';
import { PatientsController } from './patients.controller.js';
import type { Readings } from './readings.js';
import { OUTBOX, READINGS, SECRET, SERVER_CLOCK, STORE } from './tokens.js';

@Module({})
export class ServerModule {
  static register(parts: WriterParts & { readings: Readings }): DynamicModule {
    const { store, clock, secret, readings } = parts;
    return {
      module: ServerModule,
      imports: [EngineModule.register({ store, clock })],
      controllers: [
        EventsController,
        FiguresController,
        PatientsController,
        OutboxController,
        HealthController,
      ],
      providers: [
        { provide: STORE, useValue: store },
        { provide: SECRET, useValue: secret },
        { provide: SERVER_CLOCK, useValue: clock },
        { provide: READINGS, useValue: readings },
        { provide: OUTBOX, useValue: new OutboxFeed({ store, index: outboxIndex(readings) }) },
      ],
    };
  }
}
