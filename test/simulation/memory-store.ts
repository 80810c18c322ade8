/**
 * An event store in memory that keeps the port's promises (its spec runs the contract
 * suite) and answers at once: what the simulation makes slow, faulty and unordered. It
 * promises no more than a remote log can: positions have irregular gaps, ids are looked at
 * only in the place that a repeat would take, and the clock may go back.
 */
import {
  APPEND_LIMITS,
  type Appended,
  type AppendLimits,
  type AppendOptions,
  DuplicateKey,
  encodeBatch,
  type EncodedBatch,
  type EncodedEvent,
  type EventPage,
  type EventStore,
  type ExpectedRevision,
  jsonCodec,
  type NewEvent,
  type PayloadCodec,
  type Position,
  type ReadLogOptions,
  type ReadStreamOptions,
  StoreClosed,
  type SubscribeOptions,
  type SubscriptionMessage,
  Subscriptions,
  type Upcasters,
  WrongExpectedRevision,
} from '#event-store';
import { isDeepStrictEqual } from 'node:util';
import { MemoryReader, type Stored } from './memory-reader.js';

export interface MemoryEventStoreOptions {
  readonly clock: () => number;
  readonly codec?: PayloadCodec;
  readonly upcasters?: Upcasters;
  readonly limits?: Partial<AppendLimits>;
  /** Whether it keeps keys that are unique over the whole log. Default: yes. */
  readonly uniqueKeys?: boolean;
  /** Default: `memory`. */
  readonly identity?: string;
}

export class MemoryEventStore implements EventStore {
  readonly uniqueKeys: boolean;
  readonly limits: AppendLimits;
  readonly codec: PayloadCodec;
  private readonly log: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly keys = new Map<string, Stored>();
  private readonly subscriptions = new Subscriptions(this);
  private readonly reader: MemoryReader;
  private closed = false;

  constructor(
    private readonly options: MemoryEventStoreOptions,
    from?: MemoryEventStore,
  ) {
    this.limits = { ...APPEND_LIMITS, ...options.limits };
    this.uniqueKeys = options.uniqueKeys ?? true;
    this.codec = options.codec ?? jsonCodec;
    this.reader = new MemoryReader(this.codec, options.upcasters);
    if (from === undefined) return;
    this.log = from.log;
    this.streams = from.streams;
    this.keys = from.keys;
  }

  /** A log of its own that begins with what this one holds. */
  copied(options: MemoryEventStoreOptions): MemoryEventStore {
    const copy = new MemoryEventStore(options);
    copy.log.push(...this.log);
    for (const [name, events] of this.streams) copy.streams.set(name, [...events]);
    for (const [key, event] of this.keys) copy.keys.set(key, event);
    return copy;
  }

  /** Another store on the same log, as after a restart. */
  reopened(): MemoryEventStore {
    return new MemoryEventStore(this.options, this);
  }

  // What a promise rejects with is thrown inside it: `async` without an `await` does that.
  // eslint-disable-next-line @typescript-eslint/require-await
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    { signal }: AppendOptions = {},
  ): Promise<Appended> {
    signal?.throwIfAborted();
    return this.appendNow(stream, expected, events);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    options.signal?.throwIfAborted();
    return this.readStreamNow(stream, options);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async readLog(options: ReadLogOptions): Promise<EventPage> {
    options.signal?.throwIfAborted();
    return this.readLogNow(options);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async head(): Promise<Position | undefined> {
    return this.headNow();
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async identity(): Promise<string> {
    this.assertOpen();
    return this.options.identity ?? 'memory';
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.subscriptions.open(options);
  }

  close(): Promise<void> {
    this.closed = true;
    this.subscriptions.close();
    return Promise.resolve();
  }

  /** As `append`, at once. */
  appendNow(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended {
    this.assertOpen();
    const batch = encodeBatch(this, stream, expected, events);
    const known = this.streams.get(stream);
    const last = known === undefined ? undefined : known.length - 1;
    const before = this.answerForRepeat(batch, known ?? []);
    if (before !== undefined) return before;
    if (last !== (expected === 'none' ? undefined : expected))
      throw new WrongExpectedRevision(stream, expected, last);
    const [first, ...others] = batch.events.flatMap(({ uniqueKey: key }) => {
      const earlier = key === undefined ? undefined : this.keys.get(key);
      return key === undefined || earlier === undefined ? [] : [{ key, earlier }];
    });
    if (first !== undefined) throw new DuplicateKey([first, ...others]);
    return this.insert(batch);
  }

  /** As `readStream`, at once. */
  readStreamNow(stream: string, options: ReadStreamOptions): EventPage {
    this.assertOpen();
    return this.reader.stream(this.streams.get(stream) ?? [], options);
  }

  /** As `readLog`, at once. */
  readLogNow(options: ReadLogOptions): EventPage {
    this.assertOpen();
    return this.reader.log(this.log, options);
  }

  /** Events in the log. */
  get size(): number {
    return this.log.length;
  }

  /** As `head`, at once. */
  headNow(): Position | undefined {
    this.assertOpen();
    return this.log.at(-1)?.position;
  }

  /** Where these events stand already, if they stand just behind the expected revision. */
  private answerForRepeat(
    { expected, stream, events }: EncodedBatch,
    known: readonly Stored[],
  ): Appended | undefined {
    const firstRevision = expected === 'none' ? 0 : expected + 1;
    const there = known.slice(firstRevision, firstRevision + events.length);
    const last = there.at(-1);
    const isSame =
      there.length === events.length &&
      there.every((one, i) => this.isSame(one, { ...events[i]!, stream }));
    if (!isSame || last === undefined) return undefined;
    const { revision: lastRevision, position } = last;
    return { firstRevision, lastRevision, position, repeated: true };
  }

  private isSame(one: InStream, other: InStream): boolean {
    if (one.id !== other.id || one.type !== other.type) return false;
    if (isDeepStrictEqual([one.data, one.metadata], [other.data, other.metadata])) return true;
    return isDeepStrictEqual(this.reader.payloads(one), this.reader.payloads(other));
  }

  private insert({ stream, events }: EncodedBatch): Appended {
    const known = this.streams.get(stream) ?? [];
    this.streams.set(stream, known);
    const firstRevision = known.length;
    const recordedAt = this.options.clock();
    const knownAt = Math.max(recordedAt, known.at(-1)?.knownAt ?? recordedAt);
    for (const event of events) {
      const revision = known.length;
      // Gaps, as some stores have them: nobody may count positions.
      const gap = 2 + (this.log.length % 3);
      const position = String(Number(this.log.at(-1)?.position ?? 0) + gap) as Position;
      const stored = { ...event, stream, revision, position, recordedAt, knownAt };
      known.push(stored);
      this.log.push(stored);
      if (event.uniqueKey !== undefined) this.keys.set(event.uniqueKey, stored);
    }
    this.subscriptions.wake(new Set([stream]));
    const { revision, position } = known.at(-1)!;
    return { firstRevision, lastRevision: revision, position, repeated: false };
  }

  private assertOpen(): void {
    if (this.closed) throw new StoreClosed();
  }
}

type InStream = EncodedEvent & { readonly stream: string };
