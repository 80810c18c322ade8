/**
 * A wake-up: nothing new was reported, time has passed. What became due is derived again from
 * the history; waking too often or twice appends nothing. Where there is nothing to decide,
 * but another time to look again, that is recorded.
 */
import type { EventStore, Position } from '#event-store';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import { appendBatches, toBatches, wakeUpPlanned } from './batches.js';
import { patientStream } from './patient-history.js';
import type { PatientState } from './patient-state.js';
import type { PatientStates } from './patient-states.js';

export interface WakeUpResult {
  /** How many decisions were appended. */
  readonly decisions: number;
  /** Of the last event that was appended; absent when there was nothing to append. */
  readonly position?: Position;
}

export class PatientWaker {
  constructor(
    private readonly store: EventStore,
    private readonly registry: DefinitionRegistry,
    private readonly states: PatientStates,
  ) {}

  /** @param at milliseconds since the epoch */
  wake(patient: string, at: number): Promise<WakeUpResult> {
    return this.states.use(patient, (state) => this.attempt(state, at));
  }

  private async attempt(state: PatientState, at: number): Promise<WakeUpResult> {
    const { patient, history } = state;
    const result = state.reconcile(this.registry.pathways(), [], at);
    const { nextWakeUp } = result;
    const batches =
      result.decisions.length > 0
        ? toBatches(patient, [], result, this.store)
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
