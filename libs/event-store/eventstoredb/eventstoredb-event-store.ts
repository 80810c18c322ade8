/** The event store on EventStoreDB: the port's methods over appender, reader and subscriptions. */
import { StoreClosed, StoreReadOnly } from '../errors.js';
import type {
  Appended,
  AppendLimits,
  AppendOptions,
  EventPage,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  SubscribeOptions,
  SubscriptionMessage,
} from '../port.js';
import type { Subscriptions } from '../subscriptions.js';
import { encodeBatch } from '../validation.js';
import type { Encoding } from '../validation.js';
import type { Appender } from './appender.js';
import { Attempt } from './attempt.js';
import type { LogEnd } from './log-end.js';
import type { LogReader } from './log-reader.js';

export interface EventStoreDbParts {
  readonly encoding: Encoding;
  readonly identity: string;
  readonly reader: LogReader;
  readonly end: LogEnd;
  readonly subscriptions: Subscriptions;
  /** Absent in a store opened for reading. */
  readonly appender?: Appender;
  /** After the last append. */
  readonly release: () => Promise<void>;
}

export class EventStoreDbEventStore implements EventStore {
  private readonly parts: EventStoreDbParts;
  /** The server orders each stream, and keeps nothing that is unique over all of them. */
  readonly uniqueKeys = false;
  readonly limits: AppendLimits;
  private closed: Promise<void> | undefined;

  constructor(parts: EventStoreDbParts) {
    this.parts = parts;
    this.limits = parts.encoding.limits;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<Appended> {
    const { encoding, appender } = this.parts;
    this.assertOpen();
    if (appender === undefined) throw new StoreReadOnly();
    options?.signal?.throwIfAborted();
    const batch = encodeBatch(encoding, stream, expected, events);
    return appender.append(batch, new Attempt(options));
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    this.assertOpen();
    return this.parts.reader.readStream(stream, options);
  }

  async readLog(options: ReadLogOptions): Promise<EventPage> {
    this.assertOpen();
    return this.parts.reader.readLog(options);
  }

  async identity(): Promise<string> {
    this.assertOpen();
    return Promise.resolve(this.parts.identity);
  }

  async head(): Promise<Position | undefined> {
    this.assertOpen();
    return (await this.parts.end.look()).head;
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.parts.subscriptions.open(options);
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    const { appender, subscriptions, release } = this.parts;
    subscriptions.close();
    await appender?.idle();
    await release();
  }

  private assertOpen(): void {
    if (this.closed !== undefined) throw new StoreClosed();
  }
}
