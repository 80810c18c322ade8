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
import { PublishDefinitionHandler } from './definitions/publish-definition.js';
import { ImportOrganisationsHandler } from './organisations/import-organisations.js';
import { OrganisationRegistry } from './organisations/organisation-registry.js';
import { CheckFactsHandler } from './patients/check-facts.js';
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

export interface EngineOptionsFactory {
  /** Modules with the providers that are injected. */
  readonly imports: NonNullable<DynamicModule['imports']>;
  readonly inject: NonNullable<FactoryProvider['inject']>;
  readonly useFactory: FactoryProvider<EngineOptions>['useFactory'];
}

const OPTIONS = Symbol('EngineOptions');

const PROVIDERS: readonly Provider[] = [
  { provide: EVENT_STORE, inject: [OPTIONS], useFactory: ({ store }: EngineOptions) => store },
  { provide: CLOCK, inject: [OPTIONS], useFactory: ({ clock }: EngineOptions) => clock },
  {
    provide: ParkedSequences,
    inject: [OPTIONS],
    useFactory: ({ store, onParked }: EngineOptions) =>
      new ParkedSequences({ store, ...(onParked === undefined ? {} : { onParked }) }),
  },
  {
    provide: PatientStates,
    inject: [OPTIONS],
    useFactory: ({ store, keep }: EngineOptions) => new PatientStates(store, keep),
  },
  {
    provide: PatientWaker,
    inject: [EVENT_STORE, DefinitionRegistry, PatientStates],
    useFactory: (store: EventStore, registry: DefinitionRegistry, states: PatientStates) =>
      new PatientWaker(store, registry, states),
  },
  {
    provide: DefinitionRegistry,
    inject: [EVENT_STORE],
    useFactory: (store: EventStore) => new DefinitionRegistry(store),
  },
  {
    provide: OrganisationRegistry,
    inject: [DefinitionRegistry],
    useFactory: ({ organisations }: DefinitionRegistry) => organisations,
  },
  StafettEngine,
  ImportOrganisationsHandler,
  RecordFactsHandler,
  CheckFactsHandler,
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

  /** Whoever opened the store closes it. */
  static register(options: EngineOptions): DynamicModule {
    return moduleOf({ provide: OPTIONS, useValue: options });
  }

  /** The same where other providers give the store and the clock. */
  static registerAsync({ imports, inject, useFactory }: EngineOptionsFactory): DynamicModule {
    return moduleOf({ provide: OPTIONS, inject, useFactory }, imports);
  }

  async onModuleInit(): Promise<void> {
    await this.registry.load();
    await this.parking.load();
  }
}

function moduleOf(options: Provider, imports: EngineOptionsFactory['imports'] = []): DynamicModule {
  return {
    module: EngineModule,
    imports: [CqrsModule.forRoot(), ...imports],
    providers: [options, ...PROVIDERS],
    exports: [CqrsModule, StafettEngine, DefinitionRegistry, ParkedSequences],
  };
}
