/**
 * A wake-up: nothing new was heard, time has passed. What became due is derived
 * again from the history; waking too often or twice appends nothing. Where there is
 * nothing to decide, but another time to look again, that is written down.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventStore } from '#event-store';
import { appendBatches, toBatches, wakeUpOnly } from './batches.js';
import { DefinitionRegistry } from './definition-registry.js';
import { loadHistory, patientStream } from './history.js';
import { optimistically } from './optimistic.js';
import { PatientLanes } from './patient-lanes.js';
import { reconcile } from './reconcile.js';
import { CLOCK, EVENT_STORE, type Clock } from './tokens.js';

export interface Woken {
  /** How many decisions were appended. */
  readonly decisions: number;
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
    const history = await loadHistory(this.store, patient);
    const { facts, decisions } = history;
    const result = reconcile(this.registry.pathways(), facts, decisions, this.clock());
    const { nextWakeUp } = result;
    const batches =
      result.decisions.length > 0
        ? toBatches(patient, [], result)
        : history.wake === nextWakeUp
          ? []
          : [wakeUpOnly(patient, history, nextWakeUp)];
    if (batches.length === 0) return { decisions: 0 };
    const stream = patientStream(patient);
    const { repeated } = await appendBatches(this.store, stream, history, batches);
    // Another process may have come to the same decisions at the same moment.
    return { decisions: repeated ? 0 : result.decisions.length };
  }
}
