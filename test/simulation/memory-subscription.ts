/** A subscription to the store in memory: history, then live, as one way of reading. */
import {
  checkPosition,
  InvalidRead,
  LIMITS,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '#event-store';

/** What a subscription reads from. */
export interface Readable {
  readAfter(
    stream: string | undefined,
    after: Position | undefined,
    limit: number,
  ): readonly RecordedEvent[];
}

export class MemorySubscription implements AsyncIterableIterator<SubscriptionMessage, undefined> {
  private readonly bufferEvents: number;
  private readonly messages: AsyncGenerator<SubscriptionMessage, undefined>;
  private readonly onStop: () => void;
  private after: Position | undefined;
  private stopped = false;
  private dirty = false;
  private wakeUp: (() => void) | undefined;

  /** @param onStop called once, however it ends */
  constructor(
    private readonly log: Readable,
    private readonly options: SubscribeOptions,
    onStop: (ended: MemorySubscription) => void,
  ) {
    checkPosition(options.after);
    this.bufferEvents = options.bufferEvents ?? LIMITS.subscriptionBuffer;
    if (!Number.isInteger(this.bufferEvents) || this.bufferEvents < 1) {
      throw new InvalidRead('A buffer holds a whole number of events from 1.');
    }
    this.after = options.after;
    const abort = (): void => this.stop();
    this.onStop = () => {
      options.signal?.removeEventListener('abort', abort);
      onStop(this);
    };
    this.messages = this.run();
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted === true) this.stop();
  }

  /** Tells it that this stream grew. */
  wake(stream: string): void {
    if (this.options.stream !== undefined && this.options.stream !== stream) return;
    this.dirty = true;
    this.wakeUp?.();
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.wakeUp?.();
    this.onStop();
  }

  next(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    return this.messages.next();
  }

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
        const pending = this.read(this.bufferEvents + 1);
        if (live && pending.length > this.bufferEvents) {
          live = announced = false;
          yield { kind: 'fell-behind', position: this.after };
          continue;
        }
        const events = pending.slice(0, this.bufferEvents);
        const last = events.at(-1);
        if (last !== undefined) {
          this.after = last.position;
          announced = false;
          yield { kind: 'events', events };
          continue;
        }
        live = true;
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

  private read(most: number): readonly RecordedEvent[] {
    return this.log.readAfter(this.options.stream, this.after, Math.min(most, LIMITS.pageEvents));
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
