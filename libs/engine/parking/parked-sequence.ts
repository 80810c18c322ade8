/**
 * What a patient's `parked-` stream says: from which event on which processor lets that
 * patient be, and up to where. Pure.
 *
 * A holding covers the positions from the event that was parked up to the event that
 * released it. Told so, whether an event is to be worked on follows from the log alone,
 * wherever a processor begins again: one that is covered waits for the release that comes
 * last of those that cover it; one that was discarded is never worked on.
 */
import { comparePositions, type Position, type RecordedEvent } from '#event-store';
import {
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
  type Processor,
  type SequenceParked,
  type SequenceReleased,
} from '#care-event';

export type ReleaseKind = 'retried' | 'discarded';

export interface Release {
  readonly kind: ReleaseKind;
  /** Of the event that released it: what comes after it takes the usual way. */
  readonly position: Position;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly author: string;
  readonly reason: string;
}

export interface ParkedSequence {
  readonly processor: Processor;
  readonly patient: string;
  /** Of the event that could not be worked on. */
  readonly position: Position;
  readonly code: string;
  readonly message: string;
  /** Which time it is that this event was parked for this processor, from 1. */
  readonly attempt: number;
  /** When it was parked, ms since the epoch. */
  readonly since: number;
  /** Missing while it is parked. */
  readonly release?: Release;
}

/** A release as a processor meets it in the log. */
export interface ReleaseEvent extends Release {
  readonly processor: Processor;
  readonly patient: string;
  /** Of the event that had been parked. */
  readonly parked: Position;
}

/** Undefined where the event is no release. */
export function releaseFromStored(event: RecordedEvent): ReleaseEvent | undefined {
  if (event.type !== SEQUENCE_RETRIED && event.type !== SEQUENCE_DISCARDED) return undefined;
  const data = event.data as unknown as SequenceReleased;
  return {
    processor: data.processor,
    patient: data.patient,
    parked: data.position as Position,
    kind: event.type === SEQUENCE_RETRIED ? 'retried' : 'discarded',
    position: event.position,
    at: event.recordedAt,
    author: data.author,
    reason: data.reason,
  };
}

/** All holdings that a patient's stream tells of, in the order in which they were parked. */
export function parkedSequencesOf(events: readonly RecordedEvent[]): readonly ParkedSequence[] {
  return events.reduce<readonly ParkedSequence[]>(evolve, []);
}

/** The same event twice changes nothing. */
export function evolve(
  holdings: readonly ParkedSequence[],
  event: RecordedEvent,
): readonly ParkedSequence[] {
  if (event.type === SEQUENCE_PARKED) return parked(holdings, event);
  const release = releaseFromStored(event);
  return release === undefined ? holdings : released(holdings, release);
}

function parked(
  holdings: readonly ParkedSequence[],
  { data, recordedAt }: RecordedEvent,
): readonly ParkedSequence[] {
  const { processor, patient, code, message, position } = data as unknown as SequenceParked;
  const earlier = holdings.filter((each) => isOf(each, processor) && each.position === position);
  if (earlier.some(isOpen)) return holdings;
  const attempt = earlier.length + 1;
  const holding = { processor, patient, code, message, attempt, since: recordedAt };
  return [...holdings, { ...holding, position: position as Position }];
}

export function released(
  holdings: readonly ParkedSequence[],
  { processor, parked: position, patient: _patient, ...release }: ReleaseEvent,
): readonly ParkedSequence[] {
  return holdings.map((each) =>
    isOf(each, processor) && each.position === position && isOpen(each)
      ? { ...each, release }
      : each,
  );
}

export function isOpen({ release }: ParkedSequence): boolean {
  return release === undefined;
}

function isOf(holding: ParkedSequence, processor: Processor): boolean {
  return holding.processor === processor;
}

/** The one to be released next: of those still parked for this processor the earliest. */
export function firstOpen(
  holdings: readonly ParkedSequence[],
  processor: Processor,
): ParkedSequence | undefined {
  return holdings
    .filter((each) => isOf(each, processor) && isOpen(each))
    .reduce<ParkedSequence | undefined>(
      (first, each) =>
        first === undefined || comparePositions(each.position, first.position) < 0 ? each : first,
      undefined,
    );
}

/** Whether an event of the patient has to wait where the processor meets it in the log. */
export function covers(
  holdings: readonly ParkedSequence[],
  processor: Processor,
  position: Position,
): boolean {
  return holdings.some((each) => isOf(each, processor) && covering(each, position));
}

/**
 * Whether an event that had to wait is worked on at this release: it is no longer covered
 * by what was or will be released later, and nobody gave it up.
 */
export function isDueAt(
  holdings: readonly ParkedSequence[],
  { processor, position: now }: ReleaseEvent,
  position: Position,
): boolean {
  return holdings.every((each) => {
    if (!isOf(each, processor)) return true;
    if (each.release?.kind === 'discarded' && each.position === position) return false;
    if (!covering(each, position)) return true;
    return each.release !== undefined && comparePositions(each.release.position, now) <= 0;
  });
}

function covering({ position: from, release }: ParkedSequence, position: Position): boolean {
  if (comparePositions(position, from) < 0) return false;
  return release === undefined || comparePositions(position, release.position) < 0;
}
