/** The engine's Nest module: command bus, handlers and what they are given. */
import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import { DefinitionRegistry } from './definitions/definition-registry.js';
import { MigratePathwayHandler } from './definitions/migrate-pathway.js';
import type { ParkedSequence } from './parking/parked-sequence.js';
import { ParkedSequences } from './parking/parked-sequences.js';
import { ListParkedHandler, ShowParkedHandler } from './parking/parked-queries.js';
import { DiscardParkedHandler, RetryParkedHandler } from './parking/release-parked.js';
import { KeyedExecutor } from './shared/keyed-executor.js';
import { PublishDefinitionHandler } from './definitions/publish-definition.js';
import { RecordFactsHandler } from './patients/record-facts.js';
import { StafettEngine } from './stafett-engine.js';
import { CLOCK, EVENT_STORE, type Clock } from './shared/tokens.js';
import { WakePatientHandler, PatientWaker } from './patients/patient-waker.js';

export interface EngineOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Called with each sequence once it is durably parked. */
  readonly onParked?: (parked: ParkedSequence) => void;
}

export interface EngineOptionsFactory {
  /** Modules with the providers that are injected. */
  readonly imports: NonNullable<DynamicModule['imports']>;
  readonly inject: NonNullable<FactoryProvider['inject']>;
  readonly useFactory: FactoryProvider<EngineOptions>['useFactory'];
}

const OPTIONS = Symbol('EngineOptions');

const PROVIDERS: readonly Provider[] = [
  DefinitionRegistry,
  KeyedExecutor,
  PatientWaker,
  StafettEngine,
  RecordFactsHandler,
  WakePatientHandler,
  PublishDefinitionHandler,
  MigratePathwayHandler,
  RetryParkedHandler,
  DiscardParkedHandler,
  ListParkedHandler,
  ShowParkedHandler,
];

@Module({})
export class EngineModule implements OnModuleInit {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly parking: ParkedSequences,
  ) {}

  /** The module lends the store out; whoever opened it closes it. */
  static register(options: EngineOptions): DynamicModule {
    return moduleOf([
      { provide: EVENT_STORE, useValue: options.store },
      { provide: CLOCK, useValue: options.clock },
      { provide: ParkedSequences, useValue: parkedSequences(options) },
    ]);
  }

  /** The same where other providers give the store and the clock. */
  static registerAsync({ imports, inject, useFactory }: EngineOptionsFactory): DynamicModule {
    const of = { inject: [OPTIONS] };
    return moduleOf(
      [
        { provide: OPTIONS, inject, useFactory },
        { provide: EVENT_STORE, ...of, useFactory: ({ store }: EngineOptions) => store },
        { provide: CLOCK, ...of, useFactory: ({ clock }: EngineOptions) => clock },
        { provide: ParkedSequences, ...of, useFactory: parkedSequences },
      ],
      imports,
    );
  }

  async onModuleInit(): Promise<void> {
    await this.registry.load();
    await this.parking.load();
  }
}

function moduleOf(
  given: readonly Provider[],
  imports: EngineOptionsFactory['imports'] = [],
): DynamicModule {
  return {
    module: EngineModule,
    imports: [CqrsModule.forRoot(), ...imports],
    providers: [...given, ...PROVIDERS],
    exports: [CqrsModule, StafettEngine, DefinitionRegistry, ParkedSequences],
  };
}

function parkedSequences({ store, onParked }: EngineOptions): ParkedSequences {
  return new ParkedSequences({ store, ...(onParked === undefined ? {} : { onParked }) });
}
