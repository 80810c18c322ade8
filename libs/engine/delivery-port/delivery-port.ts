/**
 * The delivery port: how a message of a handover reaches the service it is for. There are two
 * ways. A receiver pulls: it reads its outbox and acknowledges; that way is open to every
 * service. Or an adapter pushes: a webhook, a Kafka topic. Both end in the same event of the
 * handover's stream, so a message is delivered once it arrived by either.
 *
 * What a pushing adapter may rely on: a message is passed to it again, unchanged and under
 * the same id, until the adapter answered `delivered` or the message failed for good. One
 * patient's messages by one name are passed one after the other, in the order of the log;
 * those of several patients side by side.
 * What it guarantees: it answers within its own time limit, never throws for what the other
 * side does, and answers `delivered` only when the other side has the message. It keeps no
 * state that must survive a restart; counting attempts, waiting and breaking the circuit are
 * the delivery loop's work and the same for every adapter.
 */
import type { LogToken, Position } from '#event-store';
import type { HandoverMessage } from '#care-event';

/** A message as the log holds it. */
export interface OutboxMessage {
  readonly message: HandoverMessage;
  /** Of the event that sent it. */
  readonly position: Position;
  /** When it was sent, ms since the epoch; what it reports may have taken effect long before. */
  readonly recordedAt: number;
}

/** A message that was given up: it can still be fetched, and a new series of attempts started. */
export interface DeadLetter {
  readonly sent: OutboxMessage;
  /** Of the event that sent it, in its handover's stream. */
  readonly revision: number;
  /** Of the event that gave it up. */
  readonly failedAt: Position;
  /** Why the last attempt failed, as `DeliveryOutcome` has it. */
  readonly reason: string;
}

export type DeliveryOutcome =
  | { readonly status: 'delivered' }
  | {
      readonly status: 'failed';
      /** Stable code such as `status-500` or `timeout`; no patient data, no address. */
      readonly reason: string;
      /**
       * - `message`: the other side is there and refuses this message, today and tomorrow. It is
       *   set aside at once and holds back nothing.
       * - `target`: the other side, or the way to it, is out of order. The message is tried again,
       *   and a target that fails repeatedly is left alone for a while.
       * - `busy`: the other side asks for patience. The same, and never held against the message.
       */
      readonly fault: 'message' | 'target' | 'busy';
      /** For how long the other side asked not to be called, ms; the schedule may be longer. */
      readonly retryAfterMs?: number;
    };

export interface PushDelivery {
  /** Stable name, recorded with what it delivered, such as `webhook`. */
  readonly name: string;
  /**
   * Receivers that messages are pushed to this way; read again at each poll. `*` in the place of
   * the service or the organisation is any that has no entry of its own, such as `rehabilitation@*`.
   */
  readonly services: readonly string[];
  /**
   * @param options.to the entry of `services` that the message goes by
   * @param options.signal aborted when the process stops: the outcome is then of no interest
   */
  deliver(
    sent: OutboxMessage,
    options: { readonly to: string; readonly signal: AbortSignal },
  ): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}

/** One page of what was sent to a service, in the order of the log. */
export interface FeedPage {
  readonly service: string;
  readonly messages: readonly OutboxMessage[];
  /** Where to continue: after the last message of the page, or at the cursor of the query. */
  readonly cursor: LogToken | undefined;
  readonly more: boolean;
  /** Up to here the service has acknowledged everything. */
  readonly acknowledged: LogToken | undefined;
}

export interface Acknowledged {
  readonly service: string;
  readonly acknowledged: LogToken;
  /** Messages that counted as delivered only by this. */
  readonly delivered: number;
}

export interface PullDelivery {
  /** Stable name, recorded with what it delivered, such as `outbox`. */
  readonly name: string;
  /**
   * @param query.after a cursor of this service, the position of a message of it, or
   *   `beginning`; default: what it
   *   acknowledged last, so a receiver that kept nothing continues where it was
   * @throws UnknownCursor
   * @throws CursorLost
   */
  page(
    service: string,
    query: { readonly after?: string; readonly limit: number },
  ): Promise<FeedPage>;
  /**
   * The service has every message up to this cursor. Idempotent, and never moves back.
   * @throws UnknownCursor the cursor is not one of this service's
   * @throws CursorLost
   */
  acknowledge(service: string, cursor: string): Promise<Acknowledged>;
}

/** Which part of a request a cursor came in. */
export type CursorPath = 'after' | 'cursor';

/** A text that is no cursor, or one of another service's outbox. */
export class UnknownCursor extends Error {
  readonly code = 'unknown-cursor';
  override readonly name = 'UnknownCursor';
  constructor(readonly path: CursorPath) {
    super('The cursor is not one of this service: give the cursor of a page, as it was.');
  }
}

/** A cursor of another log, or of this one before a backup of it was restored. */
export class CursorLost extends Error {
  readonly code = 'cursor-lost';
  override readonly name = 'CursorLost';
  constructor(readonly path: CursorPath) {
    super(
      'The log does not hold the message that this cursor names: it was restored from a backup, or is another. Ask without a cursor to go on after what the log knows to be acknowledged, or with after=beginning for everything; you recognise what you have by its id.',
    );
  }
}
