/** What the saga sent, against what the decisions called for, and who was left parked. */
import { HANDOVER_STREAM, PARKED_STREAM } from '#pathway';
import { LIMITS, type NewEvent, type RecordedEvent } from '#event-store';
import { owed, sagaStream } from '../stand-in-saga.js';
import type { World } from '../world.js';
import { patientsOf, wholeLog } from './log.js';
import { textOf } from './text-of.js';
import type { Violation } from './violation.js';

export function* checkSaga(world: World): Iterable<Violation> {
  const { store, mending } = world;
  const seen = new Set<string>();
  for (const { id, stream, data } of wholeLog(store)) {
    if (!stream.startsWith(HANDOVER_STREAM)) continue;
    const about = `${stream} ${textOf(data['about'])}`;
    if (seen.has(about)) yield { invariant: 11, what: `${about} was sent twice, again as ${id}` };
    seen.add(about);
  }
  for (const { patient, events } of patientsOf(store)) {
    const missing = unsent(world, patient, events);
    const isGivenUp = streamOf(world, `${PARKED_STREAM}${patient}`).some(({ type }) =>
      type.startsWith('SequenceDiscarded'),
    );
    for (const { data } of isGivenUp ? [] : missing) {
      yield { invariant: 12, what: `nothing came of ${textOf(data['about'])} of ${patient}` };
    }
    const isParked = parkedAtEnd(streamOf(world, `${PARKED_STREAM}${patient}`));
    if (isParked) yield { invariant: 12, what: `${patient} is still parked` };
    if (world.observer.parked.has(patient) && patient !== mending.poison?.patient)
      yield { invariant: 15, what: `${patient} was parked, though nothing of it was poison` };
  }
}

function parkedAtEnd(events: readonly RecordedEvent[]): boolean {
  return events.at(-1)?.type.startsWith('SequenceParked') === true;
}

/** What a patient's stream calls for and nobody has sent. */
export function unsent(
  world: Pick<World, 'store'>,
  patient: string,
  events: readonly RecordedEvent[],
): readonly NewEvent[] {
  const sent = new Set(streamOf(world, sagaStream(patient)).map(({ id }) => id));
  return owed(events).filter(({ id }) => !sent.has(id));
}

function streamOf({ store }: Pick<World, 'store'>, stream: string): readonly RecordedEvent[] {
  return store.readStreamNow(stream, { limit: LIMITS.pageEvents });
}
