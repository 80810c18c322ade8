/** The store as one process reaches it: over a link on which calls are slow, lost, repeated or misreported. */
import type {
  Appended,
  EventPage,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  SubscribeOptions,
  SubscriptionMessage,
} from '#event-store';
import type { Link } from './link.js';
import type { MemoryEventStore } from './memory-store.js';

/** What a process asked to be appended, and what came of it. */
export interface AppendSeen {
  readonly process: string;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly appended: Appended;
  /** The latest instant that the process may have taken it to be, ms since the epoch. */
  readonly clockShowed: number;
}

export interface FaultyStoreOptions {
  readonly process: string;
  readonly link: Link;
  readonly store: MemoryEventStore;
  readonly clockShowed: () => number;
  readonly onAppended: (seen: AppendSeen) => void;
}

export class FaultyStore implements EventStore {
  readonly limits;
  readonly uniqueKeys: boolean;

  constructor(private readonly options: FaultyStoreOptions) {
    this.limits = options.store.limits;
    this.uniqueKeys = options.store.uniqueKeys;
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const { process, link, store, onAppended } = this.options;
    const clockShowed = this.options.clockShowed();
    return link.call({
      what: `append to ${stream} at ${expected}: ${events.map(({ type }) => type).join(' ')}`,
      writes: true,
      perform: () => {
        const appended = store.appendNow(stream, expected, events);
        onAppended({ process, stream, expected, events, appended, clockShowed });
        return appended;
      },
      describe: ({ lastRevision, repeated }) =>
        repeated ? `repeats up to ${lastRevision}` : `at ${lastRevision}`,
    });
  }

  readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    const { link, store } = this.options;
    return link.call({
      what: `read ${stream}`,
      writes: false,
      perform: () => store.readStreamNow(stream, options),
      describe: ({ events }) => `${events.length} events`,
    });
  }

  readLog(options: ReadLogOptions): Promise<EventPage> {
    const { link, store } = this.options;
    return link.call({
      what: `read log ${options.direction ?? 'forwards'} from ${options.from ?? 'its end'}`,
      writes: false,
      perform: () => store.readLogNow(options),
      describe: ({ events }) => `${events.length} events`,
    });
  }

  identity(): Promise<string> {
    return this.options.store.identity();
  }

  head(): Promise<Position | undefined> {
    const { link, store } = this.options;
    return link.call({ what: 'head', writes: false, perform: () => store.headNow() });
  }

  /** Each message is a call of its own; one that fails ends the subscription, as a lost connection does. */
  async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<SubscriptionMessage> {
    const { link, store } = this.options;
    for await (const message of store.subscribe(options)) {
      yield await link.call({
        what: `hear ${message.kind}`,
        writes: false,
        perform: () => message,
      });
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
