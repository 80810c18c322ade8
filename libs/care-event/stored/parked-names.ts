/**
 * Parking, as the log holds it: a patient's sequence that a processor could not continue,
 * and who had it retried or gave it up. Both versions of its events read as one.
 * WARNING: the names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';

/** One stream per patient: this followed by the pseudonym. */
export const PARKED_STREAM = 'parked-';
export const SEQUENCE_PARKED = 'SequenceParked.v2';
/** Somebody asked for another attempt: the processor resumes at the parked event. */
export const SEQUENCE_RETRIED = 'SequenceRetried.v2';
/** Somebody discarded the event: the processor resumes after it. */
export const SEQUENCE_DISCARDED = 'SequenceDiscarded.v2';

/** Every type of event that releases what is parked, in both versions. */
export const RELEASE_TYPES: readonly string[] = [
  ...[SEQUENCE_RETRIED, SEQUENCE_DISCARDED],
  ...['SequenceRetried.v1', 'SequenceDiscarded.v1'],
];

/** Which work was parked. They are independent: one that is parked does not hold up the others. */
export const PROCESSORS = ['handovers', 'wake-ups', 'delivery', 'fact-keys'] as const;
export type Processor = (typeof PROCESSORS)[number];

/** Data of a `SequenceParked.v2`. */
export interface SequenceParked {
  readonly processor: Processor;
  readonly patient: string;
  /** Stream and revision of the event that could not be handled. */
  readonly stream: string;
  readonly revision: number;
  /** How many times this event has been parked for this processor, from 1. */
  readonly attempt: number;
  /** Stable code of the fault. */
  readonly code: string;
  /** What went wrong, without patient data. */
  readonly message: string;
}

/** Data of a `SequenceRetried.v2` or `SequenceDiscarded.v2`. */
export interface SequenceReleased {
  readonly processor: Processor;
  readonly patient: string;
  /** Revision, in this very stream, of the `SequenceParked` that it releases. */
  readonly parked: number;
  readonly author: string;
  readonly reason: string;
}

/**
 * The event that could not be handled: by stream and revision, or, where the first version
 * of these events recorded it, by its position in that log.
 */
export type ParkedEvent =
  { readonly stream: string; readonly revision: number } | { readonly position: string };

export type ReleaseKind = 'retried' | 'discarded';

/** What an event of a `parked-` stream says, whichever version it has. */
export type ParkingStep =
  | {
      readonly kind: 'parked';
      readonly processor: Processor;
      readonly patient: string;
      readonly event: ParkedEvent;
      /** Absent in the first version. */
      readonly attempt: number | undefined;
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly kind: ReleaseKind;
      readonly processor: Processor;
      readonly patient: string;
      /** The `SequenceParked` by its revision; in the first version the event by its position. */
      readonly parked: { readonly revision: number } | { readonly position: string };
      readonly author: string;
      readonly reason: string;
    };

/** Undefined for any other event. */
export function parkingStepOf({
  type,
  data,
}: {
  readonly type: string;
  readonly data: JsonObject;
}): ParkingStep | undefined {
  switch (type) {
    case SEQUENCE_PARKED: {
      const { stream, revision, ...rest } = data as unknown as SequenceParked;
      return { kind: 'parked', ...rest, event: { stream, revision } };
    }
    case SEQUENCE_RETRIED:
    case SEQUENCE_DISCARDED: {
      const { parked, ...rest } = data as unknown as SequenceReleased;
      return { kind: RELEASE_KINDS[type], ...rest, parked: { revision: parked } };
    }
    case 'SequenceParked.v1': {
      const { position, ...rest } = data as unknown as SequenceParkedV1;
      return { kind: 'parked', ...rest, attempt: undefined, event: { position } };
    }
    case 'SequenceRetried.v1':
    case 'SequenceDiscarded.v1': {
      const { position, ...rest } = data as unknown as SequenceReleasedV1;
      return { kind: RELEASE_KINDS[type], ...rest, parked: { position } };
    }
    default:
      return undefined;
  }
}

const RELEASE_KINDS = {
  'SequenceRetried.v1': 'retried',
  'SequenceDiscarded.v1': 'discarded',
  [SEQUENCE_RETRIED]: 'retried',
  [SEQUENCE_DISCARDED]: 'discarded',
} as const;

interface SequenceParkedV1 extends Pick<
  SequenceParked,
  'processor' | 'patient' | 'code' | 'message'
> {
  readonly position: string;
}
interface SequenceReleasedV1 extends Omit<SequenceReleased, 'parked'> {
  readonly position: string;
}
