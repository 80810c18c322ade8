/**
 * A wake-up: nothing new was heard, time has passed. What became due is derived
 * again from the history; waking too often or twice appends nothing. Where there is
 * nothing to decide, but another time to look again, that is written down.
 */
import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventStore, Position } from '#event-store';
import { appendBatches, toBatches, wakeUpPlanned } from './batches.js';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { loadHistory, patientStream } from './patient-history.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { KeyedExecutor } from '../shared/keyed-executor.js';
import { reconcile } from './reconcile.js';
import { CLOCK, EVENT_STORE, type Clock } from '../shared/tokens.js';

export interface WakeUpResult {
  /** How many decisions were appended. */
  readonly decisions: number;
  /** Where the last of what was appended stands; absent when there was nothing to append. */
  readonly position?: Position;
}

/** The wake-up itself, for the command and for the thread that works off many of them. */
@Injectable()
export class PatientWaker {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
    @Inject(KeyedExecutor) private readonly lanes: KeyedExecutor,
  ) {}

  /** @param at milliseconds since the epoch */
  wake(patient: string, at: number): Promise<WakeUpResult> {
    return this.lanes.run(patient, () => retryOnConflict(() => this.attempt(patient, at)));
  }

  private async attempt(patient: string, at: number): Promise<WakeUpResult> {
    const history = await loadHistory(this.store, patient);
    const { facts, decisions } = history;
    const result = reconcile(this.registry.pathways(), facts, decisions, at);
    const { nextWakeUp } = result;
    const batches =
      result.decisions.length > 0
        ? toBatches(patient, [], result, this.store.limits)
        : history.wake === nextWakeUp
          ? []
          : [wakeUpPlanned(patient, history, nextWakeUp)];
    if (batches.length === 0) return { decisions: 0 };
    const stream = patientStream(patient);
    const { repeated, position } = await appendBatches(this.store, stream, history, batches);
    // Another process may have come to the same decisions at the same moment.
    return { decisions: repeated ? 0 : result.decisions.length, position };
  }
}

export class WakePatient extends Command<WakeUpResult> {
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
    @Inject(PatientWaker) private readonly waking: PatientWaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ patient }: WakePatient): Promise<WakeUpResult> {
    return this.waking.wake(patient, this.clock());
  }
}
