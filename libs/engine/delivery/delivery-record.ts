/**
 * Records the outcome of a message in its handover's stream: read, decide, append at the
 * expected revision, and again from the start when another writer was first. So however many
 * workers push one message, it is delivered once and each attempt counts once.
 */
import {
  timeOrderedId,
  type Appended,
  type EventStore,
  type JsonObject,
  type NewEvent,
  type Position,
} from '#event-store';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  messageStream,
  MESSAGE_DELIVERED,
  type DeliveryFailed,
  type DeliveryRetried,
  type MessageDelivered,
} from '#care-event';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { readMessageStatus, type MessageRef, type MessageStatus } from './message-status.js';

/** An attempt that failed. */
export interface FailedAttempt {
  /** Name of the adapter. */
  readonly by: string;
  /** The status that it was made on. */
  readonly on: MessageStatus;
  readonly reason: string;
  /** ms since the epoch; undefined: there is no further attempt. */
  readonly retryAt: number | undefined;
  /** It is not held against the message. */
  readonly outage: boolean;
}

/** @returns false when it was recorded already, or no such message was sent */
export async function recordDelivered(
  store: EventStore,
  ref: MessageRef,
  by: string,
): Promise<boolean> {
  const appended = await appendTo(store, ref, (status) => {
    if (status.delivered) return undefined;
    const { message, service } = status.sent.message;
    const data: MessageDelivered = { message, service, by };
    return event(status, MESSAGE_DELIVERED, { ...data }, ['delivered', by]);
  });
  return appended?.repeated === false;
}

/**
 * @returns position of the failure; undefined when the message was delivered after all or
 *   another worker counted this attempt. A failure found in the log already may be our own,
 *   whose acknowledgement was lost.
 */
export async function recordFailed(
  store: EventStore,
  ref: MessageRef,
  { by, on, reason, retryAt, outage }: FailedAttempt,
): Promise<Position | undefined> {
  const attempt = on.attempts + 1;
  const appended = await appendTo(store, ref, (status) => {
    const moved = status.series !== on.series || status.attempts !== on.attempts;
    if (status.delivered || status.dead || moved) return undefined;
    const { message, service } = status.sent.message;
    const again = retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() };
    const excuse = outage ? ({ outage } as const) : {};
    const data: DeliveryFailed = { message, service, by, attempt, reason, ...again, ...excuse };
    const key = ['failed', String(status.series), String(attempt)];
    return event(status, DELIVERY_FAILED, { ...data }, key);
  });
  return appended?.position;
}

/**
 * Starts a new series of attempts for a message that was given up.
 * @returns false when it was not given up, or was delivered meanwhile
 */
export async function retryDelivery(
  store: EventStore,
  ref: MessageRef,
  { author, reason }: { readonly author: string; readonly reason: string },
): Promise<boolean> {
  const appended = await appendTo(store, ref, (status) => {
    if (status.delivered || !status.dead) return undefined;
    const { message, service } = status.sent.message;
    const data: DeliveryRetried = { message, service, author, reason };
    return event(status, DELIVERY_RETRIED, { ...data }, ['retried', String(status.series)]);
  });
  return appended?.repeated === false;
}

/** Ids begin with when the message was sent, as the log has it, so every worker makes the same. */
function event(
  { sent }: MessageStatus,
  type: string,
  data: JsonObject,
  key: readonly string[],
): NewEvent {
  const id = timeOrderedId(sent.recordedAt, 'delivery', sent.message.message, ...key);
  return { id, type, data, metadata: {} };
}

/** Appends what `decide` makes of the message's status, again from the start after a conflict. */
function appendTo(
  store: EventStore,
  ref: MessageRef,
  decide: (status: MessageStatus) => NewEvent | undefined,
): Promise<Appended | undefined> {
  return retryOnConflict(async () => {
    const status = await readMessageStatus(store, ref);
    const next = status && decide(status);
    if (status === undefined || next === undefined) return undefined;
    return store.append(messageStream(ref.handoverId), status.revision, [next]);
  });
}
