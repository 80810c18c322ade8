/** The outcome of recording facts, as every interface passes it on. */
import type { CareEvent } from './care-event.js';
import type { Fault } from './fault.js';
import type { FactWarning } from './warning.js';

/** Where in the log a fact is. */
export interface FactStanding {
  /** Of the fact in the patient's stream. */
  readonly revision: number;
  /** From this position of the log on, every read model shows the fact. */
  readonly position: string;
}

export type FactOutcome =
  | (FactStanding & {
      readonly status: 'accepted';
      /** Absent where there are none. */
      readonly warnings?: readonly FactWarning[];
    })
  | (FactStanding & { readonly status: 'repeated' })
  | FactRefusal;

/**
 * Why a fact is not recorded: it is not valid; it was recorded before with other content, or
 * for another patient; it is larger than the log takes; or there is no room for more of this patient.
 */
export interface FactRefusal {
  readonly status: 'refused';
  readonly code: 'invalid' | 'conflict' | 'other-patient' | 'too-large' | 'history-too-large';
  /** Names no part of the event: each way in calls the parts by its own names. */
  readonly message: string;
  readonly faults: readonly Fault[];
}

export interface Recorded {
  /** One per fact, in the order given. */
  readonly outcomes: readonly FactOutcome[];
  /** How many decisions were appended with them. */
  readonly decisions: number;
  /** Position of the last event appended; absent when none was. */
  readonly position?: string;
  /** When this patient should next be assessed, ms since the epoch. */
  readonly nextWakeUp?: number;
}

/** The way in for facts: the engine implements it, every interface uses it. */
export interface FactSink {
  /** `patient` is a pseudonym. A refused fact never keeps the others out. */
  recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded>;
}
