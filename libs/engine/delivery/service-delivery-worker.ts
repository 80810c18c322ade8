/**
 * Pushes the messages that are due by one name, a few patients side by side, while the
 * circuit is closed. One patient's messages go one after the other, in the order of the log:
 * while the first waits for its next attempt, the later ones wait behind it; where it is set
 * aside, they go on. The outcome of each attempt goes into the log. A service that hangs holds
 * up no other.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { isWithin } from '../shared/elapsed.js';
import { forEachConcurrently } from '../shared/for-each-concurrently.js';
import type { Clock } from '../shared/tokens.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { recordDelivered, recordFailed } from './delivery-record.js';
import type { DeliveryIndex } from './delivery-index.js';
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
  /** By which messages are pushed; it may leave the service or the organisation open. */
  readonly name: string;
  readonly delivery: PushDelivery;
  readonly breaker: CircuitBreaker;
  readonly index: Pick<DeliveryIndex, 'due' | 'waiting'>;
  /** Whether the messages of a receiver go by this name. */
  readonly isFor: (receiver: string) => boolean;
  /** Those of whom it is so and for whom something waits. */
  readonly receivers: () => Promise<readonly string[]>;
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

/** How long a patient is left alone of whom an outcome could not be written, such as on a full disk, ms. */
export const FAULT_PAUSE_MS = 60_000;

/** One patient's messages in one run, so that a long sequence keeps the others waiting no longer. */
const PATIENT_MESSAGES = 20;

/** What became of a message; after the last three the patient's next one has its turn. */
type Turn = 'waits' | 'failed' | 'delivered' | 'set-aside' | 'settled';

export class ServiceDeliveryWorker {
  /** Patients of whom an outcome could not be written, and since when. */
  private readonly faulty = new Map<string, number>();
  /** When the receiver last took a message in this process; it tells a bad message from an outage. */
  private takenAt = -Infinity;
  /** Receiver that was asked for last. */
  private lastAsked = '';

  constructor(private readonly options: ServiceDeliveryWorkerOptions) {}

  async deliverDue(): Promise<DeliveryRun> {
    const { breaker, clock, batch, concurrency } = this.options;
    const now = clock();
    for (const [patient, since] of this.faulty)
      if (!isWithin(FAULT_PAUSE_MS, since, now)) this.faulty.delete(patient);
    if (breaker.capacity === 0) return { delivered: 0, failed: 0, more: false };
    // Patients whose outcome could not be written come back first, so more are asked for.
    const listed = await this.due(now, Math.min(batch, breaker.capacity) + this.faulty.size);
    const patients = listed.filter((patient) => !this.faulty.has(patient));
    const counts = { delivered: 0, failed: 0 };
    const isStopped = (): boolean => this.isStopped;
    await forEachConcurrently(patients, { concurrency, isStopped }, async (patient) => {
      for await (const turn of this.turns(patient)) {
        if (turn === 'delivered') counts.delivered += 1;
        if (turn === 'failed' || turn === 'set-aside') counts.failed += 1;
      }
    });
    return { ...counts, more: counts.delivered + counts.failed > 0 };
  }

  /** Each poll begins with another receiver, so that none keeps the others waiting. */
  private async due(now: number, limit: number): Promise<readonly string[]> {
    const { index, receivers } = this.options;
    const all = await receivers();
    const first = all.findIndex((receiver) => receiver > this.lastAsked);
    const inTurn = first <= 0 ? all : [...all.slice(first), ...all.slice(0, first)];
    const patients = new Set<string>();
    for (const receiver of inTurn) {
      if (patients.size >= limit) break;
      this.lastAsked = receiver;
      const rest = limit - patients.size;
      const due = await index.due(receiver, now, rest, now + this.longestPauseMs);
      for (const patient of due) patients.add(patient);
    }
    return [...patients];
  }

  private get isStopped(): boolean {
    return this.options.closing.aborted || this.options.breaker.capacity === 0;
  }

  /** One patient's messages, up to the first that has to wait. */
  private async *turns(patient: string): AsyncGenerator<Turn> {
    const { index, isFor } = this.options;
    for (const ref of await index.waiting(patient, isFor, PATIENT_MESSAGES)) {
      if (this.isStopped) return;
      const turn = await this.attempt(patient, ref);
      yield turn;
      if (turn === 'waits' || turn === 'failed') return;
      // Reads from an embedded store never wait: without this, requests would not be served.
      await nextTurn();
    }
  }

  /** A time that lies further ahead than any pause was written by a clock that ran ahead. */
  private isWaiting(retryAt: number, now: number): boolean {
    return retryAt > now && retryAt <= now + this.longestPauseMs;
  }

  private get longestPauseMs(): number {
    return Math.max(RETRY_AFTER_MS_MAX, ...this.options.schedule) * (1 + JITTER_SHARE);
  }

  /** One message; a fault on our side is reported and puts off only that patient. */
  private async attempt(patient: string, ref: MessageRef): Promise<Turn> {
    const { clock, onError } = this.options;
    try {
      return await this.deliver(ref);
    } catch (error) {
      this.faulty.set(patient, clock());
      onError(error);
      return 'waits';
    }
  }

  private async deliver(ref: MessageRef): Promise<Turn> {
    const { store, delivery, breaker, clock, signal } = this.options;
    const status = await readMessageStatus(store, ref);
    // The index lags behind the log.
    if (status === undefined || status.delivered || status.dead) return 'settled';
    if (status.retryAt !== undefined && this.isWaiting(status.retryAt, clock())) return 'waits';
    const permit = breaker.tryAcquire();
    if (permit === undefined) return 'waits';
    const outcome = await this.push(status.sent);
    if (outcome.status === 'delivered') {
      breaker.succeeded();
      this.takenAt = clock();
      await recordDelivered(store, ref, delivery.name);
      return 'delivered';
    }
    // We cut it off ourselves: it says nothing about the target, and it is pushed again.
    if (signal.aborted) {
      breaker.cancelled(permit);
      return 'waits';
    }
    if (outcome.fault === 'message') breaker.succeeded();
    else breaker.failed(permit);
    if (outcome.retryAfterMs !== undefined) {
      breaker.postpone(Math.min(outcome.retryAfterMs, RETRY_AFTER_MS_MAX));
    }
    return this.fail(ref, status, outcome);
  }

  /** An adapter promises not to throw; if it does, the attempt failed like any other. */
  private async push(sent: OutboxMessage): Promise<DeliveryOutcome> {
    const { delivery, name: to, signal, onError } = this.options;
    try {
      return await delivery.deliver(sent, { to, signal });
    } catch (error) {
      if (!signal.aborted) onError(error);
      return { status: 'failed', reason: 'fault', fault: 'target' };
    }
  }

  private async fail(
    ref: MessageRef,
    on: MessageStatus,
    { reason, fault, retryAfterMs = 0 }: Extract<DeliveryOutcome, { status: 'failed' }>,
  ): Promise<Turn> {
    const { store, delivery, clock, schedule, onDeadLetter } = this.options;
    const outage = fault !== 'message' && !this.isBlamed(on, fault);
    const isLast = fault === 'message' || (!outage && on.blamed + 1 >= schedule.length);
    const pause = pauseAfter(ref.message, on.attempts + 1, schedule);
    const wait = Math.max(pause, Math.min(retryAfterMs, RETRY_AFTER_MS_MAX));
    const retryAt = isLast ? undefined : clock() + wait;
    const failed = { by: delivery.name, on, reason, retryAt, outage };
    const failedAt = await recordFailed(store, ref, failed);
    // Another worker was first; what it recorded is found at the next look.
    if (failedAt === undefined) return 'waits';
    if (retryAt !== undefined) return 'failed';
    await onDeadLetter({ sent: on.sent, revision: on.sentRevision, failedAt, reason });
    return 'set-aside';
  }

  /** A receiver that took others since this message last failed is there: it is the message that fails. */
  private isBlamed({ failedAt = Infinity }: MessageStatus, fault: 'target' | 'busy'): boolean {
    return fault === 'target' && this.takenAt > failedAt;
  }
}
