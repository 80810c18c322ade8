/**
 * Pushes messages to the receivers that are configured for it, each by its own name or by one that
 * leaves the service or the organisation open. Each name has a worker and a circuit breaker of its
 * own, so one that is slow or down costs the others nothing. What was sent to an organisation whose
 * place another has taken goes to the other.
 *
 * For each message: read its status from the log, push, append the outcome. A crash between
 * the push and the append pushes it again under the same id, by which the receiver knows it:
 * at least once, never silently lost. What the receiver refuses, or what fails while others get
 * through, ends as a dead letter, which is reported, and reported again after a restart.
 */
import { LogDamaged, type EventStore, type Position } from '#event-store';
import { isWithin } from '../shared/elapsed.js';
import { PollingLoop } from '../shared/polling-loop.js';
import type { Clock } from '../shared/tokens.js';
import {
  BREAKER_LIMITS,
  CircuitBreaker,
  type BreakerLimits,
  type BreakerState,
} from './circuit-breaker.js';
import {
  ServiceDeliveryWorker,
  FAULT_PAUSE_MS,
  type DeliveryRun,
} from './service-delivery-worker.js';
import type { DeliveryIndex } from './delivery-index.js';
import { readMessageStatus, type MessageRef, type MessageStatus } from './message-status.js';
import { nameFor, type Receivers } from './receivers.js';
import type { DeadLetter, PushDelivery } from '../delivery-port/delivery-port.js';
import { RETRY_SCHEDULE_MS } from './retry-schedule.js';

export interface DeliveryLoopOptions {
  readonly store: EventStore;
  /** A name is served by the first that has it. */
  readonly deliveries: readonly PushDelivery[];
  readonly index: DeliveryIndex;
  /** Who gets the messages of whom. Default: everybody gets their own. */
  readonly receivers?: Pick<Receivers, 'heirOf'>;
  readonly clock: Clock;
  /** Pause between polls when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Patients per poll and name. Default 100. */
  readonly batch?: number;
  /** Patients whose messages are pushed side by side by one name. Default 4. */
  readonly concurrency?: number;
  /** Pauses between attempts, ms, as `RETRY_SCHEDULE_MS` has them, which is the default. */
  readonly schedule?: readonly number[];
  readonly breaker?: BreakerLimits;
  /** How long pushes under way may take to end when the loop is stopped, ms. Default 2,000. */
  readonly graceMs?: number;
  /** Called for what failed on our side; the loop goes on. */
  readonly onError?: (error: unknown) => void;
  /**
   * Called for a message that was given up: at once, and for each that still is when the loop
   * starts. Has to tolerate repeats.
   */
  readonly onDeadLetter?: (dead: DeadLetter) => Promise<void> | void;
}

const DEAD_LETTERS_PAGE = 500;
/** For so long the workers share one look at who is waited for, ms. */
const LISTED_MS = 500;

type ReceiversByName = ReadonlyMap<string | undefined, readonly string[]>;

interface ServiceDelivery {
  readonly breaker: CircuitBreaker;
  readonly worker: ServiceDeliveryWorker;
  readonly polling: PollingLoop;
}

export class DeliveryLoop {
  private readonly byService = new Map<string, ServiceDelivery>();
  private readonly closing = new AbortController();
  private readonly cutOff = new AbortController();
  /** Since when all dead letters have to be reported again, after a pause; undefined: all are reported. */
  private unreportedSince: number | undefined = -Infinity;
  private reporting: Promise<void> | undefined;
  private readonly polling: PollingLoop;
  /** For whom something waits, by the name that it goes by, and when that was looked up. */
  private listed: { readonly at: number; readonly byName: Promise<ReceiversByName> } | undefined;

  constructor(private readonly options: DeliveryLoopOptions) {
    this.polling = new PollingLoop({ ...options, poll: () => this.discover() });
  }

  start(): void {
    this.polling.start();
  }

  /** Resolves when the pushes under way have ended or were cut off; those are pushed again another time. */
  async stop(): Promise<void> {
    this.closing.abort();
    const grace = setTimeout(() => this.cutOff.abort(), this.options.graceMs ?? 2_000);
    const polling = [this.polling, ...[...this.byService.values()].map((each) => each.polling)];
    await Promise.all([this.reporting, ...polling.map((each) => each.stop())]);
    clearTimeout(grace);
    await Promise.all(this.options.deliveries.map((delivery) => delivery.close()));
  }

  /** One poll of every service, side by side. */
  async tick(): Promise<DeliveryRun> {
    await this.reportDeadLetters();
    this.listed = undefined;
    const runs = await Promise.all(
      [...this.services().values()].map(({ worker }) => worker.deliverDue()),
    );
    return {
      delivered: runs.reduce((sum, { delivered }) => sum + delivered, 0),
      failed: runs.reduce((sum, { failed }) => sum + failed, 0),
      more: runs.some(({ more }) => more),
    };
  }

  /** The state of each service's circuit, for monitoring. */
  circuits(): ReadonlyMap<string, BreakerState> {
    return new Map([...this.services()].map(([service, { breaker }]) => [service, breaker.state]));
  }

  /** Starts polling for services that are new. */
  private discover(): Promise<{ readonly more: boolean }> {
    this.reporting ??= this.reportDeadLetters().finally(() => (this.reporting = undefined));
    for (const service of this.services().values()) {
      if (!this.closing.signal.aborted) service.polling.start();
    }
    return Promise.resolve({ more: false });
  }

  private services(): ReadonlyMap<string, ServiceDelivery> {
    for (const delivery of this.options.deliveries) {
      for (const service of delivery.services) {
        if (!this.byService.has(service)) this.byService.set(service, this.open(service, delivery));
      }
    }
    return this.byService;
  }

  private nameOf(receiver: string): string | undefined {
    const heir = this.options.receivers?.heirOf(receiver) ?? receiver;
    return nameFor(heir, (name) => this.byService.has(name));
  }

  private receiversByName(): Promise<ReceiversByName> {
    const { clock, index } = this.options;
    if (this.listed === undefined || !isWithin(LISTED_MS, this.listed.at, clock())) {
      const byName = index
        .receivers()
        .then((all) => Map.groupBy(all, (receiver) => this.nameOf(receiver)));
      this.listed = { at: clock(), byName };
    }
    return this.listed.byName;
  }

  private open(name: string, delivery: PushDelivery): ServiceDelivery {
    const { store, index, clock, batch = 100, concurrency = 4 } = this.options;
    const breaker = new CircuitBreaker(clock, this.options.breaker ?? BREAKER_LIMITS);
    const worker = new ServiceDeliveryWorker({
      ...{ store, name, delivery, breaker, clock, batch, concurrency, index },
      isFor: (receiver) => this.nameOf(receiver) === name,
      receivers: async () => (await this.receiversByName()).get(name) ?? [],
      schedule: this.options.schedule ?? RETRY_SCHEDULE_MS,
      closing: this.closing.signal,
      signal: this.cutOff.signal,
      onError: (error) => {
        // An outcome whose append failed may be in the log all the same, even a message's last attempt.
        this.unreportedSince ??= clock();
        this.options.onError?.(error);
      },
      onDeadLetter: (dead) => this.report(dead),
    });
    const polling = new PollingLoop({ ...this.options, poll: () => worker.deliverDue() });
    return { breaker, worker, polling };
  }

  /** A message whose handover cannot be read is left out, and reported as that. */
  private async readable(ref: MessageRef): Promise<MessageStatus | undefined> {
    try {
      return await readMessageStatus(this.options.store, ref);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      this.options.onError?.(error);
      return undefined;
    }
  }

  private async report(dead: DeadLetter): Promise<void> {
    try {
      await this.options.onDeadLetter?.(dead);
    } catch (error) {
      this.unreportedSince = this.options.clock();
      this.options.onError?.(error);
    }
  }

  /** A crash may have come between a dead letter and its report, so all are reported once more. */
  private async reportDeadLetters(): Promise<void> {
    const { index, clock, onDeadLetter } = this.options;
    if (onDeadLetter === undefined || this.unreportedSince === undefined) return;
    if (isWithin(FAULT_PAUSE_MS, this.unreportedSince, clock())) return;
    this.unreportedSince = undefined;
    try {
      for (let after: Position | undefined; !this.closing.signal.aborted;) {
        const page = await index.deadLetters(after, DEAD_LETTERS_PAGE);
        for (const ref of page) {
          const status = await this.readable(ref);
          if (status?.dead === true && !status.delivered) {
            const { sent, sentRevision: revision, reason = 'unknown' } = status;
            await this.report({ sent, revision, failedAt: ref.failedAt, reason });
          }
        }
        after = page.at(-1)?.position;
        if (after === undefined) return;
      }
    } catch (error) {
      this.unreportedSince = this.options.clock();
      this.options.onError?.(error);
    }
  }
}
