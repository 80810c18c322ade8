/**
 * A message to one service about a handover, as the log holds it: an entry of the outbox.
 * WARNING: these names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';

/** A handover's own stream is this followed by its id. */
export const HANDOVER_STREAM = 'handover-';
/** A duty's stream of messages is this followed by its id. */
export const DUTY_STREAM = 'duty-';
/** A message was put into the outbox: it must be delivered from now on. */
export const MESSAGE_SENT = 'HandoverMessageSent.v1';
/** The receiving service has it. */
export const MESSAGE_DELIVERED = 'HandoverMessageDelivered.v1';
/** One attempt to push it failed; `retryAt` is missing where there will be no other. */
export const DELIVERY_FAILED = 'HandoverDeliveryFailed.v1';
/** Somebody asked for a new series of attempts for a message that had been given up. */
export const DELIVERY_RETRIED = 'HandoverDeliveryRetried.v1';

/** Each receiver that polls has a stream: this followed by the service. */
export const OUTBOX_STREAM = 'outbox-';
/** A receiver acknowledged all messages up to one of them. */
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
  // Of a duty, not of a handover.
  'due-soon',
  'overdue',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/**
 * Whose outbox a message is in: the service's where the organisation is not known, else that of
 * the organisation, `rehabilitation@bergen`. Ids of services and organisations hold no `@`.
 */
export function receiverOf({
  service,
  organisation,
}: {
  readonly service: string;
  readonly organisation?: string | undefined;
}): string {
  return organisation === undefined || organisation === '' ? service : `${service}@${organisation}`;
}

/** The service and the organisation that a receiver stands for. */
export function receiverParts(receiver: string): {
  readonly service: string;
  readonly organisation?: string;
} {
  const [service = '', organisation] = receiver.split('@');
  return organisation === undefined ? { service } : { service, organisation };
}

/** Whether the text can name a receiver. */
export function isReceiver(text: string): boolean {
  return RECEIVER.test(text);
}

/** Whether the text can name receivers, of which `*` may leave the service or the organisation open. */
export function isReceiverName(text: string): boolean {
  return RECEIVER_NAME.test(text);
}

const RECEIVER_NAME = /^(\*|[a-z0-9-]{1,64})(@(\*|[a-z0-9-]{1,64}))?$/;
const RECEIVER = /^[a-z0-9-]{1,64}(@[a-z0-9-]{1,64})?$/;

/** Data of a `HandoverMessageSent.v1`. */
export interface HandoverMessage {
  /**
   * Deterministic UUID of (handover, step, receiver), by which the receiver recognises a repeat.
   */
  readonly message: string;
  /** Id of the handover, or of the duty: the end of its stream's name. */
  readonly handoverId: string;
  readonly kind: MessageKind;
  /** Service that it is for. */
  readonly service: string;
  /** Organisation of the service, where it is known. */
  readonly organisation?: string;
  /** Pseudonym. */
  readonly patient: string;
  readonly pathway: string;
  /** When what it reports took effect, RFC 3339; it may have been noticed later. */
  readonly time: string;
  /** The content, all of it for the receiver: rule, from, to, occurrence, answerDueAt … */
  readonly body: JsonObject;
}

/** Data of a `HandoverMessageDelivered.v1`. */
export interface MessageDelivered {
  readonly message: string;
  readonly service: string;
  /** Which adapter delivered it, such as `outbox` or `webhook`. */
  readonly by: string;
}

/** Data of a `HandoverDeliveryFailed.v1`. */
export interface DeliveryFailed {
  readonly message: string;
  readonly service: string;
  readonly by: string;
  /** From 1; starts again after a `HandoverDeliveryRetried.v1`. */
  readonly attempt: number;
  /** Stable code such as `status-500`, `timeout`, `refused-address`; never patient data, never an address. */
  readonly reason: string;
  /** RFC 3339; missing: given up, the message is a dead letter. */
  readonly retryAt?: string;
  /** Nothing shows that the receiver was there, or it asked for patience: the attempt is not held against the message. */
  readonly outage?: true;
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

/** Stream of the messages about what has that id: those of duties are a `d` and 32 digits. */
export function messageStream(id: string): string {
  return `${/^d[0-9a-f]{32}$/.test(id) ? DUTY_STREAM : HANDOVER_STREAM}${id}`;
}

export function isMessageStream(stream: string): boolean {
  return stream.startsWith(HANDOVER_STREAM) || stream.startsWith(DUTY_STREAM);
}
