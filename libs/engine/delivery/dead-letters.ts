/**
 * Dead letters are parked like any sequence that a processor could not go on with, so that
 * they show where people look. Retrying the parked sequence starts new attempts for every
 * dead letter in it; discarding it leaves that message to the feed, where it stays until
 * somebody has read it.
 */
import { comparePositions, type EventStore, type RecordedEvent } from '#event-store';
import { MESSAGE_SENT, messageStream, receiverOf, type HandoverMessage } from '#care-event';
import type { ParkedSequences } from '../parking/parked-sequences.js';
import type { LogProcessorOptions } from '../processors/log-processor.js';
import { retryDelivery } from './delivery-record.js';
import { readMessageStatus } from './message-status.js';
import type { DeadLetter } from '../delivery-port/delivery-port.js';

/**
 * Parks the patient's deliveries from that message on; repeating it changes nothing. A
 * message that was released and was given up again since is parked again, as another attempt.
 */
export async function parkDeadLetter(
  parking: ParkedSequences,
  { sent, revision, failedAt, reason }: DeadLetter,
): Promise<void> {
  const { patient, kind, handoverId } = sent.message;
  const isKnown = parking.ofPatient(patient).some(({ processor, position, release }) => {
    if (processor !== 'delivery' || comparePositions(sent.position, position) < 0) return false;
    // A dead letter behind one that is parked is found when that one is released.
    if (release === undefined) return true;
    if (release.kind === 'discarded' && position === sent.position) return true;
    return comparePositions(failedAt, release.position) < 0;
  });
  if (isKnown) return;
  const message = `The message ${kind} could not be delivered to ${receiverOf(sent.message)}: ${reason}.`;
  const event = { stream: messageStream(handoverId), revision, position: sent.position };
  await parking.park({ processor: 'delivery', patient, event, code: reason, message });
}

/** What a processor needs that resumes deliveries which somebody released. */
export function deliveryWork(
  store: EventStore,
  parking: ParkedSequences,
): Pick<LogProcessorOptions, 'name' | 'types' | 'sequencesIn' | 'partitionKeyOf' | 'handle'> {
  return {
    name: 'delivery',
    types: [MESSAGE_SENT],
    sequencesIn: 'log',
    partitionKeyOf: ({ type, data }) =>
      type === MESSAGE_SENT ? messageOf({ data }).patient : undefined,
    handle: async (event) => {
      const { message, handoverId, patient } = messageOf(event);
      const release = parking
        .ofPatient(patient)
        .findLast(({ processor, release: found }) => processor === 'delivery' && found)?.release;
      // Messages are pushed by the delivery loop; only a dead letter that was released starts over.
      if (release === undefined) return;
      // Dead letters are parked by whoever pushes, which may be another thread.
      await parking.refresh(patient);
      if (isHeld(parking, patient, event)) return;
      const status = await readMessageStatus(store, { message, handoverId });
      if (status?.dead !== true || status.delivered) return;
      const { author, reason } = release;
      await retryDelivery(store, { message, handoverId }, { author, reason });
    },
  };
}

/** Whether the message has to wait for a release that is still to come. */
function isHeld(
  parking: ParkedSequences,
  patient: string,
  { position: at }: Pick<RecordedEvent, 'position'>,
): boolean {
  return parking
    .ofPatient(patient)
    .some(
      ({ processor, position, release }) =>
        processor === 'delivery' && release === undefined && comparePositions(position, at) <= 0,
    );
}

function messageOf({ data }: Pick<RecordedEvent, 'data'>): HandoverMessage {
  return data as unknown as HandoverMessage;
}
