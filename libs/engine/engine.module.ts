/** The engine's Nest module: command bus, handlers and what they are given. */
import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import { DefinitionRegistry } from './definitions/definition-registry.js';
import { MigratePathwayHandler } from './definitions/migrate-pathway.js';
import type { ParkedSequence } from './parking/parked-sequence.js';
import { ParkedSequences } from './parking/parked-sequences.js';
import { DiscardParkedHandler, RetryParkedHandler } from './parking/release-parked.js';
import { PublishDefinitionHandler } from './definitions/publish-definition.js';
import { RecordFactsHandler } from './patients/record-facts.js';
import { StafettEngine } from './stafett-engine.js';
import { CLOCK, EVENT_STORE, type Clock } from './shared/tokens.js';
import { PatientStates, type PatientStatesOptions } from './patients/patient-states.js';
import { PatientWaker } from './patients/patient-waker.js';

export interface EngineOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Called for each sequence once it is durably parked. */
  readonly onParked?: (sequence: ParkedSequence) => void;
  /** How much is kept of patients between commands. */
  readonly keep?: PatientStatesOptions;
}

@Module({})
export class EngineModule implements OnModuleInit {
  constructor(
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
    @Inject(ParkedSequences) private readonly parking: ParkedSequences,
  ) {}

  /** Whoever opened the store closes it. */
  static register({ store, clock, onParked, keep }: EngineOptions): DynamicModule {
    const parking = new ParkedSequences({ store, ...(onParked === undefined ? {} : { onParked }) });
    const states = new PatientStates(store, keep);
    return {
      module: EngineModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: EVENT_STORE, useValue: store },
        { provide: CLOCK, useValue: clock },
        { provide: ParkedSequences, useValue: parking },
        DefinitionRegistry,
        { provide: PatientStates, useValue: states },
        {
          provide: PatientWaker,
          useFactory: (registry: DefinitionRegistry) => new PatientWaker(store, registry, states),
          inject: [DefinitionRegistry],
        },
        StafettEngine,
        RecordFactsHandler,
        PublishDefinitionHandler,
        MigratePathwayHandler,
        RetryParkedHandler,
        DiscardParkedHandler,
      ],
      exports: [StafettEngine, DefinitionRegistry, ParkedSequences],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.registry.load();
    await this.parking.load();
  }
}
