/**
 * The delivery port: how a message of a handover reaches the service it is for.
 *
 * Guarantees that an adapter may rely on: a message is handed over again, unchanged and
 * under the same id, until it answered `delivered` or `failed` for good; several
 * messages to one service may be handed over side by side and in any order.
 * Guarantees that an adapter gives: it answers within its own time limit, never throws
 * for what the other side does, and answers `delivered` only when the other side has
 * the message. It keeps no state that a restart may not lose.
 */
import type { HandoverMessage } from '#pathway';

export type DeliveryOutcome =
  | { readonly status: 'delivered' }
  /** The receiver fetches it by itself; somebody will say when it did. */
  | { readonly status: 'waiting' }
  | {
      readonly status: 'failed';
      /** Stable code such as `status-500` or `timeout`; no patient data, no address. */
      readonly reason: string;
      /** Final where the same message can never arrive. */
      readonly retryable: boolean;
      /** What the other side asked for, ms; the schedule may be longer. */
      readonly retryAfterMs?: number;
    };

export interface Delivery {
  /** Stable name, written with what it delivered, such as `webhook`. */
  readonly name: string;
  /** Whether messages to that service go this way. */
  serves(service: string): boolean;
  deliver(
    message: HandoverMessage,
    options: { readonly signal: AbortSignal },
  ): Promise<DeliveryOutcome>;
  close(): Promise<void>;
}
