/**
 * A saga as small as one can be, in the product's form: what is owed follows from the whole
 * of a patient's stream, what was sent from the saga's own stream, and the difference is
 * appended at once, under ids that say what it is. It shows the processors at work.
 */
import {
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
} from '#event-store';
import { decisionFromStored, HANDOVER_STREAM, MESSAGE_SENT, PATIENT_STREAM } from '#pathway';

/** Messages that a patient's stream calls for, one for each decision, in order. */
export function owed(events: readonly RecordedEvent[]): readonly NewEvent[] {
  return events.flatMap((event) => {
    const decision = decisionFromStored(event);
    if (decision === undefined) return [];
    const { key, effectiveAt } = decision;
    const id = timeOrderedId(effectiveAt, 'message', event.stream, key);
    return [{ id, type: MESSAGE_SENT, data: { message: id, about: key }, metadata: {} }];
  });
}

export function sagaStream(patient: string): string {
  return `${HANDOVER_STREAM}${patient}`;
}

export class StandInSaga {
  constructor(private readonly store: EventStore) {}

  readonly wants = (event: RecordedEvent): string | undefined =>
    event.stream.startsWith(PATIENT_STREAM) && decisionFromStored(event) !== undefined
      ? event.stream.slice(PATIENT_STREAM.length)
      : undefined;

  readonly handle = async ({ stream }: RecordedEvent): Promise<void> => {
    const own = sagaStream(stream.slice(PATIENT_STREAM.length));
    const wanted = owed(await readWholeStream(this.store, stream));
    const sent = await readWholeStream(this.store, own);
    const known = new Set(sent.map(({ id }) => id));
    const missing = wanted.filter(({ id }) => !known.has(id));
    if (missing.length === 0) return;
    await this.store.append(own, sent.at(-1)?.revision ?? 'none', missing);
  };
}
