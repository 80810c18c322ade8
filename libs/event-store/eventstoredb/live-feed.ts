/**
 * The hint that this log has grown: one subscription on the server for all of this store's, which
 * lets through only this log's events. It is good for nothing but the hint, since such a
 * subscription was seen to stop in every way: with an error, and silently. What is delivered is read
 * from positions, so nothing is missed or repeated whatever becomes of it; and from time to time
 * everybody looks without a hint.
 */
import { comparePositions } from '../port.js';
import type { Position } from '../port.js';
import { positionFrom } from './client.js';
import type { Client, ServerSubscription } from './client.js';
import type { LogEnd } from './log-end.js';
import type { StreamNames } from './names.js';

/** How often readers look without a hint, ms. A subscription that misses what they find is replaced. */
export const WATCH_MS = 2_000;
/** Pauses before a subscription is opened again, ms. */
const REOPEN_FIRST_MS = 100;
const REOPEN_MAX_MS = 2_000;
/** How long it is kept after the last of those it wakes, ms: readers come and go all the time. */
const LINGER_MS = 10_000;

export interface LiveFeedOptions {
  readonly client: Client;
  readonly names: StreamNames;
  readonly end: LogEnd;
  readonly watchMs: number;
  /** The last position of this log that anybody here has read. */
  readonly lastRead: () => Position | undefined;
}

export class LiveFeed {
  private readonly options: LiveFeedOptions;
  private wake: ((streams?: ReadonlySet<string>) => void) | undefined;
  private subscription: ServerSubscription | undefined;
  /** The log's last event when it began, or the last that came since. */
  private announced: Position | undefined;
  /** What had been read when somebody last looked whether the subscription lags. */
  private missed: Position | undefined;
  private grown = new Set<string>();
  private flush: NodeJS.Immediate | undefined;
  private watch: NodeJS.Timeout | undefined;
  private reopen: NodeJS.Timeout | undefined;
  private linger: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(options: LiveFeedOptions) {
    this.options = options;
  }

  /** @returns ends it, a while later */
  start(wake: (streams?: ReadonlySet<string>) => void): () => void {
    clearTimeout(this.linger);
    this.wake = wake;
    if (this.watch === undefined) {
      this.watch = setInterval(() => this.look(), this.options.watchMs);
      this.watch.unref();
      this.open();
    }
    return () => {
      this.linger = setTimeout(() => this.stop(), LINGER_MS);
      this.linger.unref();
    };
  }

  stop(): void {
    clearTimeout(this.linger);
    clearTimeout(this.reopen);
    clearInterval(this.watch);
    clearImmediate(this.flush);
    this.watch = undefined;
    this.wake = undefined;
    this.drop();
  }

  private open(): void {
    this.begin().catch(() => this.again());
  }

  private async begin(): Promise<void> {
    const { client, names, end: logEnd } = this.options;
    const { head, end } = await logEnd.look();
    if (this.watch === undefined) return;
    this.announced = head;
    this.missed = undefined;
    const subscription = client.follow(names.prefix, end, (position) => {
      // Only when nothing that came before it still waits to be announced.
      if (this.subscription === subscription && subscription.readableLength === 0)
        logEnd.passed(this.announced, position);
    });
    this.subscription = subscription;
    // Also after it was dropped: the client tells of one fault more than once.
    for (const over of ['error', 'end', 'close'] as const)
      subscription.on(over, () => this.broken(subscription));
    subscription.on('confirmation', () => {
      if (this.subscription !== subscription) return;
      this.failures = 0;
      // What was appended before it began.
      this.wake?.();
    });
    subscription.on('data', ({ event }) => {
      if (event !== undefined && this.subscription === subscription)
        this.announce(event.streamId, positionFrom(event.position.commit));
    });
  }

  private announce(serverStream: string, position: Position): void {
    this.announced = position;
    const stream = this.options.names.inLog(serverStream);
    if (stream === undefined) return;
    this.grown.add(stream);
    this.flush ??= setImmediate(() => {
      this.flush = undefined;
      const { grown } = this;
      this.grown = new Set();
      this.wake?.(grown);
    });
  }

  private broken(subscription: ServerSubscription): void {
    if (this.subscription !== subscription) return;
    this.drop();
    this.again();
  }

  private again(): void {
    if (this.watch === undefined) return;
    const pauseMs = Math.min(REOPEN_FIRST_MS * 2 ** this.failures, REOPEN_MAX_MS);
    this.failures += 1;
    this.reopen = setTimeout(() => this.open(), pauseMs);
    this.reopen.unref();
  }

  private drop(): void {
    const { subscription } = this;
    this.subscription = undefined;
    subscription?.unsubscribe().catch(() => undefined);
  }

  private look(): void {
    const { subscription, missed } = this;
    // Read a while ago, and not announced since: it has stopped.
    if (subscription !== undefined && missed !== undefined && this.isBehind(missed))
      this.broken(subscription);
    const read = this.options.lastRead();
    this.missed = read !== undefined && this.isBehind(read) ? read : undefined;
    this.wake?.();
  }

  private isBehind(position: Position): boolean {
    return this.announced === undefined || comparePositions(this.announced, position) < 0;
  }
}
