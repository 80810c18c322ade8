/**
 * The delivery port: how a message of a handover reaches the service it is for. There
 * are two ways. A receiver pulls: it reads its outbox and acknowledges; that way is
 * always open, for every service. Or an adapter pushes: a webhook, a Kafka topic.
 * Both end in the same event of the handover's stream, so a message is delivered once
 * it came by either.
 *
 * Guarantees that a pushing adapter may rely on: a message is handed over again,
 * unchanged and under the same id, until it answered `delivered` or failed for good;
 * several messages to one service may be handed over side by side and in any order.
 * Guarantees that it gives: it answers within its own time limit, never throws for what
 * the other side does, and answers `delivered` only when the other side has the message.
 * It keeps no state that a restart may not lose; counting tries, waiting and breaking
 * the circuit are the delivery loop's work and the same for every adapter.
 */
import type { Position } from '#event-store';
import type { HandoverMessage } from '#care-event';

/** A message as it stands in the log. */
export interface OutboxMessage {
  readonly message: HandoverMessage;
  /** Where it was put into the outbox: the cursor of the feed. */
  readonly position: Position;
  /** When, ms since the epoch: it may tell of something that took effect long before. */
  readonly recordedAt: number;
}

/** A message that was given up: it can still be fetched, and its tries can begin anew. */
export interface DeadLetter {
  readonly sent: OutboxMessage;
  /** Where the log says that it was given up. */
  readonly failedAt: Position;
  /** Why its last try failed, as `DeliveryOutcome` has it. */
  readonly reason: string;
}

export type DeliveryOutcome =
  | { readonly status: 'delivered' }
  | {
      readonly status: 'failed';
      /** Stable code such as `status-500` or `timeout`; no patient data, no address. */
      readonly reason: string;
      /** Final where the same message can never arrive. */
      readonly retryable: boolean;
      /**
       * Whose fault it is: what is wrong with one message says nothing of the target,
       * while a target that fails again and again is left alone for a while.
       */
      readonly fault: 'message' | 'target';
      /** For how long the other side asked not to be called, ms; the schedule may be longer. */
      readonly retryAfterMs?: number;
    };

export interface PushDelivery {
  /** Stable name, written with what it delivered, such as `webhook`. */
  readonly name: string;
  /** Services that messages are pushed to this way; read anew at each look. */
  readonly services: readonly string[];
  /** @param options.signal aborted when the process stops: the outcome is then of no interest */
  deliver(sent: OutboxMessage, options: { readonly signal: AbortSignal }): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}

/** One page of what was sent to a service, in the order of the log. */
export interface FeedPage {
  readonly service: string;
  readonly messages: readonly OutboxMessage[];
  /** Where to go on: the position of the last message of the page, else what was asked from. */
  readonly cursor: Position | undefined;
  readonly more: boolean;
  /** Up to where the service said that it has everything. */
  readonly acknowledged: Position | undefined;
}

export interface Acknowledged {
  readonly service: string;
  readonly acknowledged: Position;
  /** Messages that counted as delivered only by this. */
  readonly delivered: number;
}

export interface PullDelivery {
  /** Stable name, written with what it delivered, such as `outbox`. */
  readonly name: string;
  /**
   * @param query.after a cursor of this service, or `beginning`; default: what it
   *   acknowledged last, so a receiver that kept nothing goes on where it was
   * @throws UnknownCursor
   */
  page(
    service: string,
    query: { readonly after?: string; readonly limit: number },
  ): Promise<FeedPage>;
  /**
   * The service has every message up to this cursor. Idempotent, and never moves back.
   * @throws UnknownCursor the cursor is not one of this service's
   */
  acknowledge(service: string, cursor: string): Promise<Acknowledged>;
}

/** A place that is not a message of this service's outbox. */
export class UnknownCursor extends Error {
  readonly code = 'unknown-cursor';
  override readonly name = 'UnknownCursor';
  constructor(
    /** Which part of the request it came in. */
    readonly path: 'after' | 'cursor',
  ) {
    super(
      'The cursor is not one of this service: give the cursor of a page, or the position of an event in it.',
    );
  }
}
