/**
 * Writes what became of a message into its handover's stream: read, decide, append at
 * the expected revision, and all of it again when somebody else was first. So however
 * many workers push one message, it is delivered once and each try counts once.
 */
import {
  EventIdConflict,
  timeOrderedId,
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type JsonObject,
  type NewEvent,
  type Position,
} from '#event-store';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  HANDOVER_STREAM,
  MESSAGE_DELIVERED,
  type DeliveryFailed,
  type DeliveryRetried,
  type MessageDelivered,
} from '#care-event';
import { MAX_ATTEMPTS } from '../optimistic.js';
import { readStanding, type MessageRef, type MessageStanding } from './message-standing.js';

/** A try that failed. */
export interface FailedTry {
  /** Name of the adapter. */
  readonly by: string;
  /** The standing that it was made on. */
  readonly on: MessageStanding;
  readonly reason: string;
  /** ms since the epoch; undefined: nobody tries again. */
  readonly retryAt: number | undefined;
}

/** @returns false when it was known already, or no such message was sent */
export async function recordDelivered(
  store: EventStore,
  ref: MessageRef,
  by: string,
): Promise<boolean> {
  const appended = await appendTo(store, ref, (standing) => {
    if (standing.delivered) return undefined;
    const { message, service } = standing.sent.message;
    const data: MessageDelivered = { message, service, by };
    return event(standing, MESSAGE_DELIVERED, { ...data }, ['delivered', by]);
  });
  return appended?.repeated === false;
}

/**
 * @returns position of the failure; undefined when it arrived after all or another worker
 *   counted this try. Found written already, it may have been written by ourselves, unheard.
 */
export async function recordFailed(
  store: EventStore,
  ref: MessageRef,
  { by, on, reason, retryAt }: FailedTry,
): Promise<Position | undefined> {
  const attempt = on.attempts + 1;
  const appended = await appendTo(store, ref, (standing) => {
    const moved = standing.series !== on.series || standing.attempts !== on.attempts;
    if (standing.delivered || standing.dead || moved) return undefined;
    const { message, service } = standing.sent.message;
    const again = retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() };
    const data: DeliveryFailed = { message, service, by, attempt, reason, ...again };
    const key = ['failed', String(standing.series), String(attempt)];
    return event(standing, DELIVERY_FAILED, { ...data }, key);
  });
  return appended?.position;
}

/**
 * Begins the tries of a message anew that was given up.
 * @returns false when it was not given up, or is delivered meanwhile
 */
export async function retryDelivery(
  store: EventStore,
  ref: MessageRef,
  { author, reason }: { readonly author: string; readonly reason: string },
): Promise<boolean> {
  const appended = await appendTo(store, ref, (standing) => {
    if (standing.delivered || !standing.dead) return undefined;
    const { message, service } = standing.sent.message;
    const data: DeliveryRetried = { message, service, author, reason };
    return event(standing, DELIVERY_RETRIED, { ...data }, ['retried', String(standing.series)]);
  });
  return appended?.repeated === false;
}

/** Ids begin with when the message was sent, which the log tells: everybody makes the same. */
function event(
  { sent }: MessageStanding,
  type: string,
  data: JsonObject,
  key: readonly string[],
): NewEvent {
  const id = timeOrderedId(sent.recordedAt, 'delivery', sent.message.message, ...key);
  return { id, type, data, metadata: {} };
}

/** Appends what `decide` makes of the stream as it stands. */
async function appendTo(
  store: EventStore,
  ref: MessageRef,
  decide: (standing: MessageStanding) => NewEvent | undefined,
): Promise<Appended | undefined> {
  for (let tries = 1; ; tries += 1) {
    const standing = await readStanding(store, ref);
    const next = standing && decide(standing);
    if (standing === undefined || next === undefined) return undefined;
    try {
      const stream = `${HANDOVER_STREAM}${ref.handoverId}`;
      return await store.append(stream, standing.revision, [next]);
    } catch (error) {
      // Another worker saw the same try end otherwise and wrote it under the same id.
      const lost = error instanceof WrongExpectedRevision || error instanceof EventIdConflict;
      if (!lost || tries >= MAX_ATTEMPTS) throw error;
    }
  }
}
