/**
 * What one service is told of a handover, as the log holds it: an entry of the outbox.
 * WARNING: these names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';

/** A handover's own stream is this and its id. */
export const HANDOVER_STREAM = 'handover-';
/** A message was put into the outbox: from here on it has to arrive. */
export const MESSAGE_SENT = 'HandoverMessageSent.v1';
/** The receiving service has it. */
export const MESSAGE_DELIVERED = 'HandoverMessageDelivered.v1';
/** One try to push it failed; `retryAt` is missing where nobody tries again. */
export const DELIVERY_FAILED = 'HandoverDeliveryFailed.v1';
/** Somebody asked for another series of tries of a message that was given up. */
export const DELIVERY_RETRIED = 'HandoverDeliveryRetried.v1';

/** Receivers that fetch have a stream each: this and the service. */
export const OUTBOX_STREAM = 'outbox-';
/** A receiver said up to which message it has everything. */
export const OUTBOX_ACKNOWLEDGED = 'OutboxAcknowledged.v2';

/** What the message is about; becomes the end of its CloudEvents type. */
export const MESSAGE_KINDS = [
  'offered',
  'reminded',
  'silent',
  'escalated',
  'information-requested',
  'information-supplied',
  'information-overdue',
  'accepted',
  'refused',
  'withdrawn',
  'withdrawal-answered',
  'overtaken',
  'reopened',
  'voided',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Data of a `HandoverMessageSent.v1`. */
export interface HandoverMessage {
  /** Deterministic UUID of (handover, step, receiver): the receiver knows a repeat by it. */
  readonly message: string;
  /** Id of the handover: the end of its stream's name. */
  readonly handoverId: string;
  readonly kind: MessageKind;
  /** Service that is to have it. */
  readonly service: string;
  /** Pseudonym. */
  readonly patient: string;
  readonly pathway: string;
  /** When what it tells of took effect, RFC 3339; it may have been noticed later. */
  readonly time: string;
  /** What it says: rule, from, to, occurrence, answerDueAt …; all of it is for the receiver. */
  readonly body: JsonObject;
}

/** Data of a `HandoverMessageDelivered.v1`. */
export interface MessageDelivered {
  readonly message: string;
  readonly service: string;
  /** Which adapter saw it arrive, such as `outbox` or `webhook`. */
  readonly by: string;
}

/** Data of a `HandoverDeliveryFailed.v1`. */
export interface DeliveryFailed {
  readonly message: string;
  readonly service: string;
  readonly by: string;
  /** From 1; begins anew after a `HandoverDeliveryRetried.v1`. */
  readonly attempt: number;
  /** Stable code such as `status-500`, `timeout`, `refused-address`; never patient data, never an address. */
  readonly reason: string;
  /** RFC 3339; missing: given up, the message is a dead letter. */
  readonly retryAt?: string;
}

/** Data of a `HandoverDeliveryRetried.v1`. */
export interface DeliveryRetried {
  readonly message: string;
  readonly service: string;
  readonly author: string;
  readonly reason: string;
}

/** Data of an `OutboxAcknowledged.v2`; its first version had the position of the message as `cursor`. */
export interface OutboxAcknowledged {
  readonly service: string;
  /** Stream and revision of the last message that the receiver has. */
  readonly stream: string;
  readonly revision: number;
}
