/**
 * A patient's sequence that a processor could not continue, as the log holds it.
 * WARNING: these names are storage; logs hold them for ever.
 */

/** One stream per patient: this followed by the pseudonym. */
export const PARKED_STREAM = 'parked-';
export const SEQUENCE_PARKED = 'SequenceParked.v1';
/** Somebody asked for another attempt: the processor resumes at the parked event. */
export const SEQUENCE_RETRIED = 'SequenceRetried.v1';
/** Somebody discarded the event: the processor resumes after it. */
export const SEQUENCE_DISCARDED = 'SequenceDiscarded.v1';

/** Which work was parked. They are independent: one that is parked does not hold up the others. */
export const PROCESSORS = ['handovers', 'wake-ups', 'delivery'] as const;
export type Processor = (typeof PROCESSORS)[number];

/** Data of a `SequenceParked.v1`. */
export interface SequenceParked {
  readonly processor: Processor;
  readonly patient: string;
  /** Position of the event that could not be processed. */
  readonly position: string;
  /** Stable code of the fault. */
  readonly code: string;
  /** What went wrong, without patient data. */
  readonly message: string;
}

/** Data of a `SequenceRetried.v1` or `SequenceDiscarded.v1`. */
export interface SequenceReleased {
  readonly processor: Processor;
  readonly patient: string;
  readonly position: string;
  readonly author: string;
  readonly reason: string;
}
