/**
 * Pushes the messages that are due to one service: longest due first, a few side by side,
 * while the circuit is closed. The outcome of each attempt goes into the log. A service that
 * hangs holds up no other.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { isWithin } from '../shared/elapsed.js';
import { forEachConcurrently } from '../shared/for-each-concurrently.js';
import type { Clock } from '../shared/tokens.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { recordDelivered, recordFailed } from './delivery-record.js';
import { readMessageStatus, type MessageRef, type MessageStatus } from './message-status.js';
import type {
  DeadLetter,
  DeliveryOutcome,
  PushDelivery,
  OutboxMessage,
} from '../delivery-port/delivery-port.js';
import { JITTER_SHARE, pauseAfter, RETRY_AFTER_MS_MAX } from './retry-schedule.js';

export interface ServiceDeliveryWorkerOptions {
  readonly store: EventStore;
  readonly service: string;
  readonly delivery: PushDelivery;
  readonly breaker: CircuitBreaker;
  /** As `DeliveryIndex` has it, of this service. */
  readonly due: (now: number, limit: number, beyond: number) => Promise<readonly MessageRef[]>;
  readonly clock: Clock;
  readonly batch: number;
  readonly concurrency: number;
  readonly schedule: readonly number[];
  /** Aborted: no further attempt is begun. */
  readonly closing: AbortSignal;
  /** Aborted: attempts under way are cut off. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
  readonly onDeadLetter: (dead: DeadLetter) => Promise<void>;
}

export interface DeliveryRun {
  readonly delivered: number;
  readonly failed: number;
  /** There is more to do at once. */
  readonly more: boolean;
}

/** How long a message is left alone whose outcome could not be written, such as on a full disk, ms. */
export const FAULT_PAUSE_MS = 60_000;

export class ServiceDeliveryWorker {
  /** Messages whose outcome could not be written, and since when. */
  private readonly faulty = new Map<string, number>();

  constructor(private readonly options: ServiceDeliveryWorkerOptions) {}

  async deliverDue(): Promise<DeliveryRun> {
    const { breaker, clock, batch, concurrency, due } = this.options;
    const now = clock();
    for (const [message, since] of this.faulty)
      if (!isWithin(FAULT_PAUSE_MS, since, now)) this.faulty.delete(message);
    if (breaker.capacity === 0) return { delivered: 0, failed: 0, more: false };
    // Messages whose outcome could not be written come back first, so more are asked for.
    const listed = await due(
      now,
      Math.min(batch, breaker.capacity) + this.faulty.size,
      now + this.longestPauseMs,
    );
    const refs = listed.filter(({ message }) => !this.faulty.has(message));
    const counts = { delivered: 0, failed: 0 };
    const isStopped = (): boolean => this.options.closing.aborted || breaker.capacity === 0;
    await forEachConcurrently(refs, { concurrency, isStopped }, async (ref) => {
      const outcome = await this.attempt(ref);
      if (outcome !== undefined) counts[outcome] += 1;
      // Reads from an embedded store never wait: without this, requests would not be served.
      await turn();
    });
    return { ...counts, more: counts.delivered + counts.failed > 0 };
  }

  /** A time that lies further ahead than any pause was written by a clock that ran ahead. */
  private isWaiting(retryAt: number, now: number): boolean {
    return retryAt > now && retryAt <= now + this.longestPauseMs;
  }

  private get longestPauseMs(): number {
    return Math.max(RETRY_AFTER_MS_MAX, ...this.options.schedule) * (1 + JITTER_SHARE);
  }

  /** One message; a fault on our side is reported and puts off only that message. */
  private async attempt(ref: MessageRef): Promise<'delivered' | 'failed' | undefined> {
    const { clock, onError } = this.options;
    try {
      return await this.deliver(ref);
    } catch (error) {
      this.faulty.set(ref.message, clock());
      onError(error);
      return undefined;
    }
  }

  private async deliver(ref: MessageRef): Promise<'delivered' | 'failed' | undefined> {
    const { store, delivery, breaker, clock, signal } = this.options;
    const status = await readMessageStatus(store, ref);
    if (status === undefined || status.delivered || status.dead) return undefined;
    if (status.retryAt !== undefined && this.isWaiting(status.retryAt, clock())) return undefined;
    const permit = breaker.tryAcquire();
    if (permit === undefined) return undefined;
    const outcome = await this.push(status.sent);
    if (outcome.status === 'delivered') {
      breaker.succeeded();
      await recordDelivered(store, ref, delivery.name);
      return 'delivered';
    }
    // We cut it off ourselves: it says nothing about the target, and it is pushed again.
    if (signal.aborted) {
      breaker.cancelled(permit);
      return undefined;
    }
    if (outcome.fault === 'target') breaker.failed(permit);
    else breaker.succeeded();
    if (outcome.retryAfterMs !== undefined) {
      breaker.postpone(Math.min(outcome.retryAfterMs, RETRY_AFTER_MS_MAX));
    }
    await this.fail(ref, status, outcome);
    return 'failed';
  }

  /** An adapter promises not to throw; if it does, the attempt failed like any other. */
  private async push(sent: OutboxMessage): Promise<DeliveryOutcome> {
    const { delivery, signal, onError } = this.options;
    try {
      return await delivery.deliver(sent, { signal });
    } catch (error) {
      if (!signal.aborted) onError(error);
      return { status: 'failed', reason: 'fault', retryable: true, fault: 'target' };
    }
  }

  private async fail(
    ref: MessageRef,
    on: MessageStatus,
    { reason, retryable, retryAfterMs = 0 }: Extract<DeliveryOutcome, { status: 'failed' }>,
  ): Promise<void> {
    const { store, delivery, clock, schedule, onDeadLetter } = this.options;
    const pause = retryable ? pauseAfter(ref.message, on.attempts + 1, schedule) : undefined;
    const wait = Math.max(pause ?? 0, Math.min(retryAfterMs, RETRY_AFTER_MS_MAX));
    const retryAt = pause === undefined ? undefined : clock() + wait;
    const failed = { by: delivery.name, on, reason, retryAt };
    const failedAt = await recordFailed(store, ref, failed);
    if (failedAt === undefined || retryAt !== undefined) return;
    await onDeadLetter({ sent: on.sent, revision: on.sentRevision, failedAt, reason });
  }
}
