/**
 * Dead letters are parked like any sequence that a processor could not go on with, so that
 * they show where people look. Trying the parked sequence again begins new tries for every
 * message on the way that was given up; discarding it leaves that message to the feed, where
 * it stands as long as nobody has read it.
 */
import { comparePositions, type EventStore, type RecordedEvent } from '#event-store';
import { MESSAGE_SENT, type HandoverMessage } from '#care-event';
import type { ParkingLot } from '../parking/parking-lot.js';
import type { LogProcessorOptions } from '../processors/log-processor.js';
import { retryDelivery } from './delivery-record.js';
import { readStanding } from './message-standing.js';
import type { DeadLetter } from '../delivery-port/delivery-port.js';

/**
 * Parks the patient's deliveries from that message on; told again it changes nothing. A
 * message that was let go and has died again since is parked again, as another attempt.
 */
export async function parkDeadLetter(
  parking: ParkingLot,
  { sent, failedAt, reason }: DeadLetter,
): Promise<void> {
  const { patient, service, kind } = sent.message;
  const isKnown = parking.holdings(patient).some(({ processor, position, release }) => {
    if (processor !== 'delivery' || comparePositions(sent.position, position) < 0) return false;
    // What was given up behind a message that is parked is found when that is let go.
    if (release === undefined) return true;
    if (release.kind === 'discarded' && position === sent.position) return true;
    return comparePositions(failedAt, release.position) < 0;
  });
  if (isKnown) return;
  const message = `The message ${kind} could not be delivered to ${service}: ${reason}.`;
  const { position } = sent;
  await parking.park({ processor: 'delivery', patient, position, code: reason, message });
}

/** What a processor needs that takes up deliveries again which somebody let go. */
export function deliveryWork(
  store: EventStore,
  parking: ParkingLot,
): Pick<LogProcessorOptions, 'name' | 'sequencesIn' | 'wants' | 'handle'> {
  return {
    name: 'delivery',
    sequencesIn: 'log',
    wants: ({ type, data }) => (type === MESSAGE_SENT ? messageOf({ data }).patient : undefined),
    handle: async (event) => {
      const { message, handoverId, patient } = messageOf(event);
      const release = parking
        .holdings(patient)
        .findLast(({ processor, release: found }) => processor === 'delivery' && found)?.release;
      // A message on its usual way is pushed by the loop; only what was let go begins anew.
      if (release === undefined) return;
      const standing = await readStanding(store, { message, handoverId });
      if (standing?.dead !== true || standing.delivered) return;
      const { author, reason } = release;
      await retryDelivery(store, { message, handoverId }, { author, reason });
    },
  };
}

function messageOf({ data }: Pick<RecordedEvent, 'data'>): HandoverMessage {
  return data as unknown as HandoverMessage;
}
