/**
 * Pushes messages to the services that want them pushed. Each service has a lane of its
 * own with its own circuit, so one that is slow or down costs the others nothing.
 *
 * The way of a message: read what the log says of it, push, append the outcome. A crash
 * between the push and the append pushes it again under the same id, which is how the
 * receiver knows it: at least once, never silently lost. After the last try it is a dead
 * letter; whoever listens is told of each, again after a restart.
 */
import type { EventStore, Position } from '#event-store';
import { isWithin } from '../timers/failed-patients.js';
import type { Clock } from '../shared/tokens.js';
import {
  BREAKER_LIMITS,
  CircuitBreaker,
  type BreakerLimits,
  type BreakerState,
} from './circuit-breaker.js';
import { ServiceDeliveryWorker, FAULT_PAUSE_MS, type DeliveryRun } from './service-delivery-worker.js';
import { readMessageStatus, type MessageRef } from './message-standing.js';
import type { DeadLetter, PushDelivery } from './port.js';
import { RETRY_SCHEDULE_MS } from './retry-schedule.js';

/** A message that was given up. */
export interface DeadLetterRef extends MessageRef {
  /** Where it was sent. */
  readonly position: Position;
  /** Where the log says that it was given up. */
  readonly failedAt: Position;
}

/** The index of deliveries; a read model keeps it, and it may lag behind the log. */
export interface DeliveryIndex {
  /**
   * Messages of the service that are neither delivered nor given up and due at `now`, longest
   * due first; after them those put off to later than `beyond`, which no pause reaches.
   */
  due(service: string, now: number, limit: number, beyond: number): Promise<readonly MessageRef[]>;
  /** Messages that were given up, in the order in which they were sent, after the one at that place. */
  deadLetters(after: Position | undefined, limit: number): Promise<readonly DeadLetterRef[]>;
}

export interface DeliveryLoopOptions {
  readonly store: EventStore;
  /** A service is served by the first that names it. */
  readonly deliveries: readonly PushDelivery[];
  readonly index: DeliveryIndex;
  readonly clock: Clock;
  /** Pause between looks when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Messages per look and service. Default 100. */
  readonly batch?: number;
  /** Pushed side by side to one service. Default 4. */
  readonly concurrency?: number;
  /** Pauses between tries, ms. Default `RETRY_SCHEDULE_MS`. */
  readonly schedule?: readonly number[];
  readonly breaker?: BreakerLimits;
  /** How long pushes under way may take to end when the loop is stopped, ms. Default 2,000. */
  readonly graceMs?: number;
  /** Told of what failed on our side; the loop goes on. */
  readonly onError?: (error: unknown) => void;
  /**
   * Told of a message that was given up: at once, and of each that still is when the loop
   * starts. Has to bear repeats.
   */
  readonly onDeadLetter?: (dead: DeadLetter) => Promise<void> | void;
}

const DEAD_LETTERS_PAGE = 500;

interface Running {
  readonly breaker: CircuitBreaker;
  readonly lane: ServiceDeliveryWorker;
  timer?: NodeJS.Timeout;
  look?: Promise<void>;
}

export class DeliveryLoop {
  private readonly lanes = new Map<string, Running>();
  private readonly closing = new AbortController();
  private readonly cutOff = new AbortController();
  /** Since when all dead letters are to be told again after a pause, ms since the epoch; undefined: all are told. */
  private untoldSince: number | undefined = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> | undefined;

  constructor(private readonly options: DeliveryLoopOptions) {}

  start(): void {
    this.spread();
  }

  /** Resolves when the pushes under way have ended or were cut off; those are pushed again another time. */
  async stop(): Promise<void> {
    this.closing.abort();
    clearTimeout(this.timer);
    for (const { timer } of this.lanes.values()) clearTimeout(timer);
    const grace = setTimeout(() => this.cutOff.abort(), this.options.graceMs ?? 2_000);
    await Promise.all([this.telling, ...[...this.lanes.values()].map(({ look }) => look)]);
    clearTimeout(grace);
    await Promise.all(this.options.deliveries.map((delivery) => delivery.close()));
  }

  /** One look at every service, side by side. */
  async tick(): Promise<DeliveryRun> {
    await this.tellDeadLetters();
    const worked = await Promise.all(this.allLanes().map(([, { lane }]) => lane.deliverDue()));
    return {
      delivered: worked.reduce((sum, { delivered }) => sum + delivered, 0),
      failed: worked.reduce((sum, { failed }) => sum + failed, 0),
      more: worked.some(({ more }) => more),
    };
  }

  /** Whether each service's circuit is closed: for those who watch. */
  circuits(): ReadonlyMap<string, BreakerState> {
    return new Map(this.allLanes().map(([service, { breaker }]) => [service, breaker.state]));
  }

  /** PollingLoop for services that are new, and starts a lane for each. */
  private spread(): void {
    if (this.closing.signal.aborted) return;
    this.telling ??= this.tellDeadLetters().finally(() => (this.telling = undefined));
    for (const [service, running] of this.allLanes()) {
      if (running.timer === undefined) this.schedule(service, running, 0);
    }
    this.timer = setTimeout(() => this.spread(), this.options.pauseMs ?? 1_000);
    this.timer.unref();
  }

  private schedule(service: string, running: Running, delayMs: number): void {
    if (this.closing.signal.aborted) return;
    running.timer = setTimeout(() => {
      running.look = this.look(running.lane).then((more) =>
        this.schedule(service, running, more ? 0 : (this.options.pauseMs ?? 1_000)),
      );
    }, delayMs);
    running.timer.unref();
  }

  private async look(lane: ServiceDeliveryWorker): Promise<boolean> {
    try {
      return (await lane.deliverDue()).more;
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }

  private allLanes(): readonly (readonly [string, Running])[] {
    for (const delivery of this.options.deliveries) {
      for (const service of delivery.services) {
        if (!this.lanes.has(service)) this.lanes.set(service, this.laneFor(service, delivery));
      }
    }
    return [...this.lanes];
  }

  private laneFor(service: string, delivery: PushDelivery): Running {
    const { store, index, clock, batch = 100, concurrency = 4 } = this.options;
    const breaker = new CircuitBreaker(clock, this.options.breaker ?? BREAKER_LIMITS);
    const lane = new ServiceDeliveryWorker({
      ...{ store, service, delivery, breaker, clock, batch, concurrency },
      due: (now, limit, beyond) => index.due(service, now, limit, beyond),
      schedule: this.options.schedule ?? RETRY_SCHEDULE_MS,
      closing: this.closing.signal,
      signal: this.cutOff.signal,
      onError: (error) => {
        // What could not be written for all we heard may be in the log, the last try of a message too.
        this.untoldSince ??= clock();
        this.options.onError?.(error);
      },
      onDeadLetter: (dead) => this.tell(dead),
    });
    return { breaker, lane };
  }

  private async tell(dead: DeadLetter): Promise<void> {
    try {
      await this.options.onDeadLetter?.(dead);
    } catch (error) {
      this.untoldSince = this.options.clock();
      this.options.onError?.(error);
    }
  }

  /** A crash may have come between a dead letter and its being told: once all are told again. */
  private async tellDeadLetters(): Promise<void> {
    const { store, index, clock, onDeadLetter } = this.options;
    if (onDeadLetter === undefined || this.untoldSince === undefined) return;
    if (isWithin(FAULT_PAUSE_MS, this.untoldSince, clock())) return;
    this.untoldSince = undefined;
    try {
      for (let after: Position | undefined; !this.closing.signal.aborted;) {
        const page = await index.deadLetters(after, DEAD_LETTERS_PAGE);
        for (const ref of page) {
          const standing = await readMessageStatus(store, ref);
          if (standing?.dead === true && !standing.delivered) {
            const { sent, reason = 'unknown' } = standing;
            await this.tell({ sent, failedAt: ref.failedAt, reason });
          }
        }
        after = page.at(-1)?.position;
        if (after === undefined) return;
      }
    } catch (error) {
      this.untoldSince = this.options.clock();
      this.options.onError?.(error);
    }
  }
}
