/**
 * What a handover's stream says of the delivery of one message. Read anew before every
 * try and every append: the read model that names who is due may lag behind.
 */
import { readWholeStream, type EventStore, type RecordedEvent } from '#event-store';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  HANDOVER_STREAM,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
  type DeliveryFailed,
  type HandoverMessage,
} from '#care-event';
import type { OutboxMessage } from '../delivery-port/delivery-port.js';

/** Which message, and in which handover's stream it stands. */
export interface MessageRef {
  readonly message: string;
  readonly handoverId: string;
}

export interface MessageStanding {
  readonly sent: OutboxMessage;
  readonly delivered: boolean;
  /** Given up: nobody tries again unless somebody asks for it. */
  readonly dead: boolean;
  /** Tries that failed since the message was sent or its tries began anew. */
  readonly attempts: number;
  /** How often its tries began anew. */
  readonly series: number;
  /** Not before this instant, ms since the epoch; undefined before the first failure. */
  readonly retryAt: number | undefined;
  /** Why the last try failed; undefined before the first failure. */
  readonly reason: string | undefined;
  /** Last revision of the stream. */
  readonly revision: number;
}

/** @returns undefined when no such message was sent */
export async function readStanding(
  store: EventStore,
  { message, handoverId }: MessageRef,
): Promise<MessageStanding | undefined> {
  const events = await readWholeStream(store, `${HANDOVER_STREAM}${handoverId}`);
  const revision = events.at(-1)?.revision;
  const ofMessage = events.filter(({ data }) => data['message'] === message);
  const first = ofMessage.find(({ type }) => type === MESSAGE_SENT);
  if (first === undefined || revision === undefined) return undefined;
  const { data, position, recordedAt } = first;
  const sent = { message: data as unknown as HandoverMessage, position, recordedAt };
  return ofMessage.reduce(evolve, { sent, revision, ...UNTRIED, series: 0, delivered: false });
}

const UNTRIED = { attempts: 0, dead: false, retryAt: undefined, reason: undefined } as const;

function evolve(standing: MessageStanding, { type, data }: RecordedEvent): MessageStanding {
  if (type === MESSAGE_DELIVERED) return { ...standing, delivered: true };
  if (type === DELIVERY_RETRIED) return { ...standing, ...UNTRIED, series: standing.series + 1 };
  if (type !== DELIVERY_FAILED) return standing;
  const { attempt, retryAt, reason } = data as unknown as DeliveryFailed;
  return {
    ...standing,
    attempts: attempt,
    reason,
    dead: retryAt === undefined,
    retryAt: retryAt === undefined ? undefined : Date.parse(retryAt),
  };
}
