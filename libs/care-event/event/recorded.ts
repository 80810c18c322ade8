/** What became of facts that somebody asked to record: the answer every door passes on. */
import type { CareEvent } from './care-event.js';
import type { Fault } from './fault.js';

/** Where a fact stands. */
export interface FactStanding {
  /** Of the fact in the patient's stream. */
  readonly revision: number;
  /** From this position of the log on, every read model shows the fact. */
  readonly position: string;
}

export type FactOutcome =
  | (FactStanding & { readonly status: 'accepted' })
  | (FactStanding & { readonly status: 'repeated' })
  | {
      readonly status: 'refused';
      readonly code: 'invalid' | 'conflict';
      readonly message: string;
      readonly faults: readonly Fault[];
    };

export interface Recorded {
  /** One per fact, in the order given. */
  readonly outcomes: readonly FactOutcome[];
  /** How many decisions were appended with them. */
  readonly decisions: number;
  /** Position of the last event appended; absent when nothing was. */
  readonly position?: string;
  /** When this patient should be looked at again, ms since the epoch. */
  readonly nextWakeUp?: number;
}

/** The way in for facts: the engine keeps it, every door uses it. */
export interface FactSink {
  /** `patient` is a pseudonym. A refused fact never keeps the others out. */
  recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded>;
}
