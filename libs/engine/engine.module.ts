/** The engine's Nest module: command bus, handlers and what they are given. */
import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import { DefinitionRegistry } from './definition-registry.js';
import { MigratePathwayHandler } from './migrate-pathway.js';
import { PatientLanes } from './patient-lanes.js';
import { PublishDefinitionHandler } from './publish-definition.js';
import { RecordFactsHandler } from './record-facts.js';
import { StafettEngine } from './stafett-engine.js';
import { CLOCK, EVENT_STORE, type Clock } from './tokens.js';
import { WakePatientHandler, Waking } from './wake-patient.js';

@Module({})
export class EngineModule implements OnModuleInit {
  constructor(@Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry) {}

  /** The module lends the store out; whoever opened it closes it. */
  static register(options: { store: EventStore; clock: Clock }): DynamicModule {
    return {
      module: EngineModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: EVENT_STORE, useValue: options.store },
        { provide: CLOCK, useValue: options.clock },
        DefinitionRegistry,
        PatientLanes,
        Waking,
        StafettEngine,
        RecordFactsHandler,
        WakePatientHandler,
        PublishDefinitionHandler,
        MigratePathwayHandler,
      ],
      exports: [StafettEngine, DefinitionRegistry],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.registry.load();
  }
}
