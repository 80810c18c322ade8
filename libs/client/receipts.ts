/** What the server answers to events. */
import type { WarningCode } from './catalogue.js';
import type { ProblemDocument } from './errors.js';

/** The event is recorded; it may say or lead to something that was not meant. */
export interface Warning {
  readonly code: WarningCode;
  /** JSON pointer to what it is about. */
  readonly path: string;
  readonly message: string;
  /** The pathway that the event opened. */
  readonly pathway?: string;
  /** The name that was probably meant. */
  readonly suggestion?: string;
}

interface Recorded {
  /** `repeated`: it was recorded before, and nothing has changed. */
  readonly status: 'accepted' | 'repeated';
  /** Of the event in the patient's stream. */
  readonly revision: number;
  /** From this position of the log on, every figure shows the event. */
  readonly position: string;
  /** Absent where there is nothing to warn of, and where the event is repeated. */
  readonly warnings?: readonly Warning[];
}

/** Of one event. */
export interface Receipt extends Recorded {
  /** How many decisions of the engine were recorded with it. */
  readonly decisions: number;
}

/** What became of one event of a batch. */
export type EventResult =
  | Recorded
  /** `failed` may succeed when it is sent again, later than the client tried to. */
  | { readonly status: 'refused' | 'failed'; readonly problem: ProblemDocument };

interface Counts {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
}

export interface BatchReceipt extends Counts {
  readonly failed: number;
  /** One per event, in the order of the batch. */
  readonly results: readonly EventResult[];
}

/** Everything up to this event, counted from 1, is recorded or was refused. */
export interface StreamProgress extends Counts {
  readonly status: 'progress';
  readonly through: number;
}

/** What is worth knowing of an event of a stream; most are recorded without a word. */
export type StreamAnswer<Event> =
  | StreamProgress
  | {
      readonly status: 'refused';
      /** Counted from 1. */
      readonly line: number;
      readonly event: Event;
      readonly problem: ProblemDocument;
    }
  | {
      readonly status: 'accepted';
      readonly line: number;
      readonly event: Event;
      readonly warnings: readonly Warning[];
    };
