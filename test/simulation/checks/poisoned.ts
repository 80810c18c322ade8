/** What holds while an event is poison: its patient is parked, and everybody else is served. */
import {
  comparePositions,
  LIMITS,
  type Position,
  type RecordedEvent,
  requireReadable,
} from '#event-store';
import { HandoverProcess } from '#engine';
import { PARKED_STREAM, PATIENT_STREAM, SEQUENCE_PARKED } from '#care-event';
import type { MemoryEventStore } from '../memory-store.js';
import type { FinishedRun } from './finished-run.js';
import { patientsOf } from './log.js';
import { unsent } from './saga.js';
import type { Violation } from './violation.js';

/** Checked at rest, before anybody mends it. */
export function* checkPoisoned(world: FinishedRun): Iterable<Violation> {
  const { poison } = world.mending;
  for (const { patient, events, decisions } of patientsOf(world.store)) {
    const poisonous = patient === poison?.patient ? events[poison.revision] : undefined;
    if (poisonous === undefined || HandoverProcess.partitionKeyOf(poisonous) === undefined) {
      for (const step of unsent(world, patient, decisions)) {
        const what = `${step} of ${patient} waits behind another patient's poison`;
        yield { invariant: 15, what };
      }
    } else if (openParkings(world.store, patient).length === 0) {
      yield { invariant: 15, what: `${patient} is not parked at ${poisonous.position}` };
    }
  }
}

/** Whether the log says that an event's patient is parked from an earlier event on. */
export function isHeld(store: MemoryEventStore, { stream, position }: RecordedEvent): boolean {
  const patient = stream.slice(PATIENT_STREAM.length);
  return openParkings(store, patient).some((from) => comparePositions(from, position) < 0);
}

/** Positions at which a patient is parked now. */
function openParkings(store: MemoryEventStore, patient: string): readonly Position[] {
  const open = new Map<number, Position>();
  const { events } = store.readStreamNow(`${PARKED_STREAM}${patient}`, {
    limit: LIMITS.pageEvents,
  });
  for (const { type, revision, data } of requireReadable(events)) {
    if (type !== SEQUENCE_PARKED) open.delete(Number(data['parked']));
    else {
      const from = Number(data['revision']);
      const page = store.readStreamNow(data['stream'] as string, { from, limit: 1 });
      open.set(revision, page.events[0]!.position);
    }
  }
  return [...open.values()];
}
