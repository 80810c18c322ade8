/**
 * One subscription: history, then live, as one way of reading. It serves every adapter,
 * since all it needs is the port's reads and a hint that the log has grown. It holds no
 * events beyond the page it hands out, so a slow reader costs no memory; it asks again when
 * the store cannot be reached; and it hands out nothing twice, whatever a log delivers twice.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { InvalidRead, Unavailable } from './errors.js';
import { acceptedBy } from './filter.js';
import { Pauses } from './pauses.js';
import type { RetryOptions } from './pauses.js';
import { comparePositions } from './port.js';
import type {
  EventPage,
  EventStore,
  LogEvent,
  Position,
  SubscribeOptions,
  SubscriptionMessage,
} from './port.js';
import { checkPage, checkPosition, checkRevision } from './validation.js';

/** What a subscription reads from. */
export type SubscriptionSource = Pick<EventStore, 'readLog' | 'readStream'>;

/** Most events in one message where the subscriber does not say. */
const MESSAGE_EVENTS = 1_000;
const MESSAGE_BYTES = 1024 * 1024;

export class Subscription implements AsyncIterableIterator<SubscriptionMessage, undefined> {
  private readonly messages: AsyncGenerator<SubscriptionMessage, undefined>;
  private readonly stopping = new AbortController();
  private position: Position | undefined;
  /** Of the stream that is subscribed to; -1 before its first event. */
  private revision: number;
  /** Something was appended since the last read began. */
  private hasNews = false;
  private wakeUp: (() => void) | undefined;

  /** @param onStop called once, however the subscription ends */
  constructor(
    private readonly source: SubscriptionSource,
    private readonly options: SubscribeOptions & { readonly retry?: RetryOptions },
    private readonly onStop: (ended: Subscription) => void,
  ) {
    check(options);
    this.position = options.after;
    this.revision = options.afterRevision ?? -1;
    this.messages = this.run();
    options.signal?.addEventListener('abort', this.stop);
    if (options.signal?.aborted === true) this.stop();
  }

  /** Tells it that these streams grew, or, without an argument, that any may have. */
  wake(streams?: ReadonlySet<string>): void {
    const { stream } = this.options;
    if (stream !== undefined && streams?.has(stream) === false) return;
    this.hasNews = true;
    this.wakeUp?.();
  }

  /** Ends the iteration after the message being handled. */
  readonly stop = (): void => {
    if (this.isStopped) return;
    this.stopping.abort();
    this.wakeUp?.();
    this.options.signal?.removeEventListener('abort', this.stop);
    this.onStop(this);
  };

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

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async *run(): AsyncGenerator<SubscriptionMessage, undefined> {
    // A wake-up may be for other streams: being caught up still is no news then.
    let announced = false;
    try {
      while (!this.isStopped) {
        this.hasNews = false;
        const { events, end, reached } = await this.nextPage();
        const news = this.take(events);
        if (reached !== undefined) this.position = reached.position;
        if (this.isStopped) return undefined;
        if (news.length > 0) {
          announced = false;
          yield { kind: 'events', events: news };
        } else if (!end) {
          // Where a filter lets little through, an embedded log would keep everybody else out.
          await turn();
        }
        if (!end || this.hasNews || this.isStopped) continue;
        if (!announced) {
          announced = true;
          yield { kind: 'caught-up', position: this.position };
        }
        await this.untilWoken();
      }
      return undefined;
    } catch (error) {
      if (this.isStopped) return undefined;
      throw error;
    } finally {
      this.stop();
    }
  }

  /** Asks again while the store cannot be reached. */
  private async nextPage(): Promise<EventPage> {
    for (const pauses = new Pauses(this.options.retry ?? {}, this.stopping.signal); ;) {
      try {
        return await this.read();
      } catch (error) {
        if (!(error instanceof Unavailable) || !(await pauses.next())) throw error;
      }
    }
  }

  private read(): Promise<EventPage> {
    const { stream, filter, pageEvents: limit = MESSAGE_EVENTS } = this.options;
    const { pageBytes: maxBytes = MESSAGE_BYTES } = this.options;
    const { signal } = this.stopping;
    if (stream !== undefined) {
      return this.source.readStream(stream, { from: this.revision + 1, limit, maxBytes, signal });
    }
    const from = this.position === undefined ? {} : { from: this.position };
    return this.source.readLog({ ...from, ...(filter && { filter }), limit, maxBytes, signal });
  }

  /** Moves on behind these events; answers those of them that are not known already. */
  private take(events: readonly LogEvent[]): readonly LogEvent[] {
    const news: LogEvent[] = [];
    for (const event of events) {
      if (this.options.stream !== undefined) {
        if (event.revision <= this.revision) continue;
        this.revision = event.revision;
      } else if (this.position !== undefined) {
        if (comparePositions(event.position, this.position) <= 0) continue;
      }
      this.position = event.position;
      news.push(event);
    }
    return news;
  }

  private async untilWoken(): Promise<void> {
    while (!this.hasNews && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
      this.wakeUp = undefined;
    }
  }
}

/** @throws InvalidRead, LimitExceeded */
function check(options: SubscribeOptions): void {
  const { stream, after, afterRevision, filter, pageEvents = MESSAGE_EVENTS } = options;
  checkPage(pageEvents, undefined, options.pageBytes);
  checkPosition(after);
  checkRevision(afterRevision);
  if (stream !== undefined && (after !== undefined || filter !== undefined)) {
    throw new InvalidRead('A stream is subscribed to from a revision, without a filter.');
  }
  if (stream === undefined && afterRevision !== undefined) {
    throw new InvalidRead('The whole log is subscribed to from a position, not from a revision.');
  }
  acceptedBy(filter);
}
