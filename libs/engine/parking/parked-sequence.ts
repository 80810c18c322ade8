/**
 * A parked sequence as a processor needs it: from which event on it leaves a patient alone,
 * and up to where. Pure.
 *
 * It covers the positions from the event that was parked up to the event that released it.
 * So whether an event is to be handled follows from the log alone, wherever a processor
 * starts: one that is covered waits for the release that comes last of those that cover it;
 * one that was discarded is never handled.
 */
import { comparePositions, type Position, type RecordedEvent } from '#event-store';
import {
  parkingStepOf,
  type Parking,
  type ParkingRelease,
  type Processor,
  type ReleaseKind,
} from '#care-event';

export interface ParkedSequence extends Parking {
  /** Of the event that could not be handled, in this log. */
  readonly position: Position;
  /** Absent while it is parked. */
  readonly release?: Release;
}

export interface Release extends ParkingRelease {
  /** Of the event that released it: what comes after it is processed as usual. */
  readonly position: Position;
}

/** A release as a processor meets it in the log. */
export interface ReleaseEvent {
  readonly processor: Processor;
  readonly patient: string;
  readonly kind: ReleaseKind;
  readonly position: Position;
}

/** Undefined where the event is no release. */
export function releaseFromStored(event: RecordedEvent): ReleaseEvent | undefined {
  const step = parkingStepOf(event);
  if (step === undefined || step.kind === 'parked') return undefined;
  const { processor, patient, kind } = step;
  return { processor, patient, kind, position: event.position };
}

export function isOpen({ release }: Pick<ParkedSequence, 'release'>): boolean {
  return release === undefined;
}

/** The one to be released next: of those still parked for this processor the earliest. */
export function firstOpen(
  sequences: readonly ParkedSequence[],
  processor: Processor,
): ParkedSequence | undefined {
  return sequences
    .filter((each) => each.processor === processor && isOpen(each))
    .reduce<ParkedSequence | undefined>(
      (first, each) =>
        first === undefined || comparePositions(each.position, first.position) < 0 ? each : first,
      undefined,
    );
}

/** Whether an event of the patient has to wait where the processor meets it in the log. */
export function covers(
  sequences: readonly ParkedSequence[],
  processor: Processor,
  position: Position,
): boolean {
  return sequences.some((each) => each.processor === processor && isCovered(each, position));
}

/**
 * Whether an event that had to wait is handled at this release: it is no longer covered by
 * what was or will be released later, and nobody discarded it.
 */
export function isDueAt(
  sequences: readonly ParkedSequence[],
  { processor, position: now }: ReleaseEvent,
  position: Position,
): boolean {
  return sequences.every((each) => {
    if (each.processor !== processor) return true;
    if (each.release?.kind === 'discarded' && each.position === position) return false;
    if (!isCovered(each, position)) return true;
    return each.release !== undefined && comparePositions(each.release.position, now) <= 0;
  });
}

function isCovered({ position: from, release }: ParkedSequence, position: Position): boolean {
  if (comparePositions(position, from) < 0) return false;
  return release === undefined || comparePositions(position, release.position) < 0;
}
