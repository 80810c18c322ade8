/**
 * The delivery status of one message, from its handover's stream. Read again before every
 * attempt and every append: the read model that lists what is due may lag behind.
 */
import { readWholeStream, type EventStore, type RecordedEvent } from '#event-store';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  messageStream,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
  type DeliveryFailed,
  type HandoverMessage,
} from '#care-event';
import type { OutboxMessage } from '../delivery-port/delivery-port.js';

/** A message, and whose stream holds it. */
export interface MessageRef {
  readonly message: string;
  readonly handoverId: string;
}

export interface MessageStatus {
  readonly sent: OutboxMessage;
  /** Of the event that sent it, in this stream. */
  readonly sentRevision: number;
  readonly delivered: boolean;
  /** Given up: no further attempt unless somebody asks for one. */
  readonly dead: boolean;
  /** Failed attempts in this series. */
  readonly attempts: number;
  /** Of these, the ones that are held against the message: the receiver was there for others. */
  readonly blamed: number;
  /** How many times a new series of attempts was started. */
  readonly series: number;
  /** Not before this instant, ms since the epoch; undefined before the first failure. */
  readonly retryAt: number | undefined;
  /** When the last attempt failed, ms since the epoch; undefined before the first failure. */
  readonly failedAt: number | undefined;
  /** Why the last attempt failed; undefined before the first failure. */
  readonly reason: string | undefined;
  /** Last revision of the stream. */
  readonly revision: number;
}

/** @returns undefined when no such message was sent */
export async function readMessageStatus(
  store: EventStore,
  { message, handoverId }: MessageRef,
): Promise<MessageStatus | undefined> {
  const events = await readWholeStream(store, messageStream(handoverId));
  const revision = events.at(-1)?.revision;
  const ofMessage = events.filter(({ data }) => data['message'] === message);
  const first = ofMessage.find(({ type }) => type === MESSAGE_SENT);
  if (first === undefined || revision === undefined) return undefined;
  const { data, position, knownAt: recordedAt } = first;
  const sent = { message: data as unknown as HandoverMessage, position, recordedAt };
  const sentRevision = first.revision;
  const status = { sent, sentRevision, revision, ...UNTRIED, series: 0, delivered: false };
  return ofMessage.reduce(evolve, status);
}

const UNTRIED = {
  ...{ attempts: 0, blamed: 0, dead: false },
  ...{ retryAt: undefined, failedAt: undefined, reason: undefined },
} as const;

function evolve(status: MessageStatus, { type, data, knownAt }: RecordedEvent): MessageStatus {
  if (type === MESSAGE_DELIVERED) return { ...status, delivered: true };
  if (type === DELIVERY_RETRIED) return { ...status, ...UNTRIED, series: status.series + 1 };
  if (type !== DELIVERY_FAILED) return status;
  const { attempt, retryAt, reason, outage } = data as unknown as DeliveryFailed;
  return {
    ...status,
    attempts: attempt,
    blamed: status.blamed + (outage === true ? 0 : 1),
    failedAt: knownAt,
    reason,
    dead: retryAt === undefined,
    retryAt: retryAt === undefined ? undefined : Date.parse(retryAt),
  };
}
