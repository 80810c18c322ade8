/** What is parked, and what a release releases: the rule, for whoever folds a `parked-` stream. */
import type { JsonObject } from '../text/json.js';
import {
  parkingStepOf,
  type ParkedEvent,
  type ParkingStep,
  type Processor,
  type ReleaseKind,
} from './parked-names.js';

/** One time that a sequence was parked, as far as its stream shows. */
export interface Parking {
  readonly processor: Processor;
  readonly patient: string;
  readonly event: ParkedEvent;
  /** How many times this event has been parked for this processor, from 1. */
  readonly attempt: number;
  /** Revision of the `SequenceParked`, which names this parking in its stream. */
  readonly revision: number;
  readonly code: string;
  readonly message: string;
  /** When it was parked, ms since the epoch. */
  readonly since: number;
  /** Absent while it is parked. */
  readonly release?: ParkingRelease;
}

export interface ParkingRelease {
  readonly kind: ReleaseKind;
  /** Revision of the release in the same stream. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly author: string;
  readonly reason: string;
}

/** What the fold needs of a recorded event. */
interface ParkingRecord {
  readonly type: string;
  readonly revision: number;
  readonly recordedAt: number;
  readonly data: JsonObject;
}

/** Every parking in the events of one patient's stream, in order. */
export function parkingsOf(events: readonly ParkingRecord[]): readonly Parking[] {
  return events.reduce<readonly Parking[]>(evolve, []);
}

/** A parking that is open already, and a release of what is not parked, change nothing. */
function evolve(
  parkings: readonly Parking[],
  { type, revision, recordedAt, data }: ParkingRecord,
): readonly Parking[] {
  const step = parkingStepOf({ type, data });
  if (step === undefined) return parkings;
  if (step.kind === 'parked') {
    const { processor, patient, event, attempt, code, message } = step;
    const same = parkings.filter(
      (each) => each.processor === step.processor && isSameEvent(each.event, step.event),
    );
    if (same.some(isParked)) return parkings;
    const since = recordedAt;
    const parking = { processor, patient, event, code, message, revision, since };
    return [...parkings, { ...parking, attempt: attempt ?? same.length + 1 }];
  }
  const { kind, author, reason } = step;
  const release = { kind, revision, at: recordedAt, author, reason };
  return parkings.map((each) =>
    isParked(each) && releases(step, each) ? { ...each, release } : each,
  );
}

function isParked({ release }: Pick<Parking, 'release'>): boolean {
  return release === undefined;
}

function releases(
  { processor, parked }: Exclude<ParkingStep, { readonly kind: 'parked' }>,
  parking: Parking,
): boolean {
  if (parking.processor !== processor) return false;
  return 'revision' in parked
    ? parking.revision === parked.revision
    : 'position' in parking.event && parking.event.position === parked.position;
}

function isSameEvent(a: ParkedEvent, b: ParkedEvent): boolean {
  return 'position' in a
    ? 'position' in b && a.position === b.position
    : 'stream' in b && a.stream === b.stream && a.revision === b.revision;
}
