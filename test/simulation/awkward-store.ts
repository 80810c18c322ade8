/**
 * A log far away, at its most awkward within what the port allows: answers come late and out
 * of order, some get lost after the append was done and some before, sometimes nobody can be
 * reached, pages are short, what is delivered comes twice, and a repeat is answered as the
 * first append was. What happens follows from a count of calls, so that a test that
 * fails fails again.
 */
import {
  type Appended,
  type AppendOptions,
  type EventPage,
  type EventStore,
  type ExpectedRevision,
  type LogEvent,
  type NewEvent,
  OutcomeUnknown,
  type Position,
  type ReadLogOptions,
  type ReadStreamOptions,
  StoreClosed,
  type SubscribeOptions,
  type SubscriptionMessage,
  Subscriptions,
  Unavailable,
} from '#event-store';

/** Most events in a page, however many were asked for. */
const PAGE_EVENTS = 60;

export class AwkwardEventStore implements EventStore {
  readonly limits;
  readonly uniqueKeys: boolean;
  private readonly subscriptions: Subscriptions;
  private readonly underWay = new Set<Promise<unknown>>();
  private calls = 0;
  private closed = false;

  /** @param pause resolves later, never at once */
  constructor(
    private readonly log: EventStore,
    private readonly pause: () => Promise<unknown>,
  ) {
    this.limits = log.limits;
    this.uniqueKeys = log.uniqueKeys;
    this.subscriptions = new Subscriptions(
      {
        readStream: (stream, options) => this.delivered(() => log.readStream(stream, options)),
        readLog: (options) => this.delivered(() => log.readLog(options)),
      },
      { watch: (wake) => this.follow(wake), retry: { pause } },
    );
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    options: AppendOptions = {},
  ): Promise<Appended> {
    if (this.closed) return Promise.reject(new StoreClosed());
    const appending = this.attempt(this.calls++, () =>
      this.log.append(stream, expected, events, options),
    );
    this.underWay.add(appending);
    appending.then(
      () => this.underWay.delete(appending),
      () => this.underWay.delete(appending),
    );
    return appending;
  }

  readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    return this.late(this.log.readStream(stream, shortened(options)));
  }

  readLog(options: ReadLogOptions): Promise<EventPage> {
    return this.late(this.log.readLog(shortened(options)));
  }

  head(): Promise<Position | undefined> {
    return this.late(this.log.head());
  }

  identity(): Promise<string> {
    return this.late(this.log.identity());
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.subscriptions.open(options);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.subscriptions.close();
    await Promise.allSettled(this.underWay);
    await this.log.close();
  }

  private async attempt(call: number, append: () => Promise<Appended>): Promise<Appended> {
    // Some overtake others on their way.
    for (let waits = call % 3; waits > 0; waits -= 1) await this.pause();
    if (call % 7 === 3) throw new Unavailable('The connection was refused.');
    if (call % 11 === 5) throw new OutcomeUnknown('the connection broke before it was sent');
    const appended = await append();
    await this.pause();
    if (call % 5 === 2) throw new OutcomeUnknown('the connection broke before the answer');
    return { ...appended, repeated: false };
  }

  private async late<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } finally {
      await this.pause();
    }
  }

  /** Pages as a subscription far away gets them: now and then not at all, and most events twice. */
  private async delivered(read: () => Promise<EventPage>): Promise<EventPage> {
    if (this.calls++ % 6 === 1) throw new Unavailable('The subscription was dropped.');
    const page = await this.late(read());
    const { events } = page;
    const twice = events.flatMap((event): LogEvent[] => [event, event]);
    return { ...page, events: [...twice, ...events.slice(0, 2)] };
  }

  /** A hint whenever anything was appended, and now and then without any reason. */
  private follow(wake: () => void): () => void {
    const ended = new AbortController();
    const { signal } = ended;
    const following = async (): Promise<void> => {
      for await (const message of this.log.subscribe({ signal })) {
        wake();
        if (message.kind === 'events') await this.pause();
        wake();
      }
    };
    // Whoever reads meets the same fault.
    following().catch(wake);
    return () => ended.abort();
  }
}

function shortened<Options extends { readonly limit: number }>(options: Options): Options {
  // What the log would refuse it shall refuse.
  const { limit } = options;
  return limit > PAGE_EVENTS && limit <= 10_000 ? { ...options, limit: PAGE_EVENTS } : options;
}
