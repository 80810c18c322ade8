/** What the saga sent, against what the decisions called for, and who was left parked. */
import { handoverId, handoverStream } from '#engine';
import { LIMITS, type RecordedEvent, requireReadable } from '#event-store';
import { messagesDue, type RecordedDecision } from '#pathway';
import { PARKED_STREAM, HANDOVER_STREAM, MESSAGE_SENT, receiverOf } from '#care-event';
import type { FinishedRun } from './finished-run.js';
import { patientsOf, wholeLog } from './log.js';
import { bySubject } from './subject.js';
import { textOf } from './text-of.js';
import type { Violation } from './violation.js';

export function* checkSaga(world: FinishedRun): Iterable<Violation> {
  const { store, mending } = world;
  const seen = new Set<string>();
  for (const { id, stream, type, metadata, data } of wholeLog(store)) {
    if (!stream.startsWith(HANDOVER_STREAM) || type !== MESSAGE_SENT) continue;
    const step = `${stream} ${textOf(metadata['step'])}`;
    if (seen.has(step)) yield { invariant: 11, what: `${step} was sent twice, again as ${id}` };
    seen.add(step);
    if (data['message'] !== id) yield { invariant: 11, what: `${step} goes by two ids` };
  }
  for (const { patient, decisions } of patientsOf(store)) {
    const parkings = streamOf(world, `${PARKED_STREAM}${patient}`);
    const isGivenUp = parkings.some(({ type }) => type.startsWith('SequenceDiscarded'));
    for (const step of isGivenUp ? [] : unsent(world, patient, decisions)) {
      yield { invariant: 12, what: `nothing came of ${step} of ${patient}` };
    }
    if (parkings.at(-1)?.type.startsWith('SequenceParked') === true)
      yield { invariant: 12, what: `${patient} is still parked` };
    if (parkings.length > 0 && patient !== mending.poison?.patient)
      yield { invariant: 15, what: `${patient} was parked, though nothing of it was poison` };
  }
}

/** Steps that a patient's decisions call for and nobody has taken. */
export function unsent(
  world: Pick<FinishedRun, 'store'>,
  patient: string,
  decisions: readonly RecordedDecision[],
): readonly string[] {
  return [...bySubject(decisions).values()].flatMap((group) => {
    const [{ pathway, episodeKey: key, handover, occurrence, attempt }] = group as [
      RecordedDecision,
    ];
    if (handover === undefined) return [];
    const name = { patient, pathway, handover, occurrence, attempt };
    const id = handoverId(key === undefined ? name : { ...name, key });
    const sent = streamOf(world, handoverStream(id))
      .filter(({ type }) => type === MESSAGE_SENT)
      .map(({ data, metadata }) => ({
        step: textOf(metadata['step']),
        receiver: receiverOf({
          service: textOf(data['service']),
          organisation: textOf(data['organisation']),
        }),
        decision: textOf(metadata['decision']),
      }));
    return messagesDue(group, sent).map(({ step }) => step);
  });
}

function streamOf({ store }: Pick<FinishedRun, 'store'>, stream: string): readonly RecordedEvent[] {
  return requireReadable(store.readStreamNow(stream, { limit: LIMITS.pageEvents }).events);
}
