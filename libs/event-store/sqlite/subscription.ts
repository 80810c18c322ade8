/**
 * One subscription: history, then live, as one way of reading. It holds no events of
 * its own beyond the page it hands out: live events are already in the log, so a wake-up
 * only says that there is something to read. "Fell behind" then means that more has
 * come than the buffer would have held.
 */
import { InvalidRead } from '../errors.js';
import { LIMITS } from '../port.js';
import type { Position, SubscribeOptions, SubscriptionMessage } from '../port.js';
import { checkPosition } from '../validation.js';
import type { LogReader } from './log-reader.js';

/** Most events in one message. */
const MESSAGE_EVENTS = 1_000;

export class Subscription implements AsyncIterableIterator<SubscriptionMessage, undefined> {
  private readonly reader: LogReader;
  private readonly stream: string | undefined;
  private readonly bufferEvents: number;
  private readonly messages: AsyncGenerator<SubscriptionMessage, undefined>;
  private readonly onStop: () => void;
  private after: Position | undefined;
  private stopped = false;
  /** Something was committed since the last look. */
  private dirty = false;
  private wakeUp: (() => void) | undefined;

  /** @param onStop called once, however the subscription ends */
  constructor(reader: LogReader, options: SubscribeOptions, onStop: (ended: Subscription) => void) {
    checkPosition(options.after);
    this.bufferEvents = options.bufferEvents ?? LIMITS.subscriptionBuffer;
    if (!Number.isInteger(this.bufferEvents) || this.bufferEvents < 1) {
      throw new InvalidRead(`A buffer holds a whole number of events from 1.`);
    }
    this.reader = reader;
    this.stream = options.stream;
    this.after = options.after;
    const { signal } = options;
    const abort = (): void => this.stop();
    this.onStop = () => {
      signal?.removeEventListener('abort', abort);
      onStop(this);
    };
    this.messages = this.run();
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) this.stop();
  }

  /** Tells it that these streams grew, or, without an argument, that any may have. */
  wake(streams?: ReadonlySet<string>): void {
    if (this.stream !== undefined && streams?.has(this.stream) === false) return;
    this.dirty = true;
    this.wakeUp?.();
  }

  /** Ends the iteration after the message being handled. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.wakeUp?.();
    this.onStop();
  }

  next(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    return this.messages.next();
  }

  /** Also ends a `next` that is waiting. */
  return(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    this.stop();
    return this.messages.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async *run(): AsyncGenerator<SubscriptionMessage, undefined> {
    let live = false;
    let announced = false;
    try {
      while (!this.stopped) {
        this.dirty = false;
        if (live && this.isBehind()) {
          live = false;
          announced = false;
          yield { kind: 'fell-behind', position: this.after };
          continue;
        }
        const events = this.nextPage();
        const last = events.at(-1);
        if (last !== undefined) {
          this.after = last.position;
          announced = false;
          yield { kind: 'events', events };
          continue;
        }
        live = true;
        // A wake-up may be for other streams: being caught up still is no news then.
        if (!announced) {
          announced = true;
          yield { kind: 'caught-up', position: this.after };
        }
        await this.untilWoken();
      }
      return undefined;
    } finally {
      this.stop();
    }
  }

  private nextPage() {
    const limit = Math.min(this.bufferEvents, MESSAGE_EVENTS);
    if (this.stream !== undefined) {
      return this.reader.readStreamAfter(this.stream, this.after, limit);
    }
    return this.reader.readLog(this.after === undefined ? { limit } : { limit, from: this.after });
  }

  private isBehind(): boolean {
    const most = this.bufferEvents + 1;
    return this.reader.countAfter(this.stream, this.after, most) === most;
  }

  private async untilWoken(): Promise<void> {
    while (!this.dirty && !this.stopped) {
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
      this.wakeUp = undefined;
    }
  }
}
