/**
 * A wake-up: nothing new was heard, time has passed. What became due is derived
 * again from the history; waking too often or twice appends nothing.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventStore } from '#event-store';
import { DefinitionRegistry } from './definition-registry.js';
import { loadHistory, patientStream } from './history.js';
import { optimistically } from './optimistic.js';
import { PatientLanes } from './patient-lanes.js';
import { reconcile, toBatch } from './reconcile.js';
import { CLOCK, EVENT_STORE, type Clock } from './tokens.js';

export interface Woken {
  /** How many decisions were appended. */
  readonly decisions: number;
  /** When to look again, ms since the epoch; absent when only a new fact can change anything. */
  readonly nextWakeUp?: number;
}

export class WakePatient extends Command<Woken> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
  ) {
    super();
  }
}

@CommandHandler(WakePatient)
export class WakePatientHandler implements ICommandHandler<WakePatient> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
    @Inject(PatientLanes) private readonly lanes: PatientLanes,
  ) {}

  execute({ patient }: WakePatient): Promise<Woken> {
    return this.lanes.run(patient, () => optimistically(() => this.wake(patient)));
  }

  private async wake(patient: string): Promise<Woken> {
    const { facts, decisions, expected } = await loadHistory(this.store, patient);
    const result = reconcile(this.registry.current(), facts, decisions, this.clock());
    let appended = 0;
    if (result.decisions.length > 0) {
      const batch = toBatch(patient, [], result);
      const { repeated } = await this.store.append(patientStream(patient), expected, batch);
      // Another process may have come to the same decisions at the same moment.
      appended = repeated ? 0 : result.decisions.length;
    }
    return {
      decisions: appended,
      ...(result.nextWakeUp === undefined ? {} : { nextWakeUp: result.nextWakeUp }),
    };
  }
}
