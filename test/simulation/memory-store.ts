/**
 * An event store in memory that keeps the port's promises (its spec runs the contract
 * suite) and answers at once: what the simulation makes slow, faulty and unordered.
 */
import {
  APPEND_LIMITS,
  type AppendLimits,
  type AppendOptions,
  checkPage,
  checkPosition,
  checkRevision,
  encodeBatch,
  EventIdConflict,
  jsonCodec,
  LIMITS,
  StoreClosed,
  WrongExpectedRevision,
  type Appended,
  type EncodedBatch,
  type EncodedEvent,
  type EventPage,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type PayloadCodec,
  type Position,
  type ReadLogOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
  Subscriptions,
  type Upcasters,
  upcastWith,
} from '#event-store';
import { isDeepStrictEqual } from 'node:util';

export interface MemoryEventStoreOptions {
  readonly clock: () => number;
  readonly codec?: PayloadCodec;
  readonly upcasters?: Upcasters;
  readonly limits?: Partial<AppendLimits>;
  /** Default: `memory`. */
  readonly identity?: string;
}

interface Stored extends EncodedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: number;
  /** Decoded, where the codec always decodes to the same. */
  read?: RecordedEvent;
}

interface StoredStream {
  readonly events: Stored[];
  readonly byId: Map<string, number>;
}

export class MemoryEventStore implements EventStore {
  private readonly log: Stored[] = [];
  private readonly streams = new Map<string, StoredStream>();
  private readonly subscriptions = new Subscriptions(this);
  readonly limits: AppendLimits;
  private readonly name: string;
  private readonly clock: () => number;
  readonly codec: PayloadCodec;
  private readonly upcast;
  private readonly upcasters: Upcasters | undefined;
  private closed = false;

  constructor(
    { clock, codec = jsonCodec, upcasters, limits, identity = 'memory' }: MemoryEventStoreOptions,
    from?: MemoryEventStore,
  ) {
    this.clock = clock;
    this.name = identity;
    this.limits = { ...APPEND_LIMITS, ...limits };
    this.codec = codec;
    this.upcasters = upcasters;
    this.upcast = upcastWith(upcasters);
    if (from === undefined) return;
    this.log = from.log;
    this.streams = from.streams;
  }

  /** A log of its own that begins with what this one holds. */
  copied(clock: () => number): MemoryEventStore {
    const copy = new MemoryEventStore({ clock });
    copy.log.push(...this.log);
    for (const [name, { events, byId }] of this.streams) {
      copy.streams.set(name, { events: [...events], byId: new Map(byId) });
    }
    return copy;
  }

  /** Another store on the same log, as after a restart. */
  reopened(): MemoryEventStore {
    const options = {
      clock: this.clock,
      codec: this.codec,
      limits: this.limits,
      identity: this.name,
    };
    const upcasters = this.upcasters;
    return new MemoryEventStore(
      upcasters === undefined ? options : { ...options, upcasters },
      this,
    );
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

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.subscriptions.open(options);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async identity(): Promise<string> {
    this.assertOpen();
    return this.name;
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
    const before = known === undefined ? undefined : this.answerForRepeat(batch, known);
    if (before !== undefined) return before;
    const actual = known === undefined ? undefined : known.events.length - 1;
    if (!isAsExpected(expected, actual)) throw new WrongExpectedRevision(stream, expected, actual);
    return this.insert(batch);
  }

  /** As `readStream`, at once. */
  readStreamNow(stream: string, { direction, from, limit }: ReadStreamOptions): EventPage {
    this.assertOpen();
    checkPage(limit, direction);
    checkRevision(from);
    const events = this.streams.get(stream)?.events ?? [];
    const last = events.length - 1;
    const first = direction === 'backwards' ? Math.min(from ?? last, last) : (from ?? 0);
    return this.page(events, first, direction, limit);
  }

  /** As `readLog`, at once. */
  readLogNow({ direction, from, limit }: ReadLogOptions): EventPage {
    this.assertOpen();
    checkPage(limit, direction);
    checkPosition(from);
    if (direction === 'backwards') {
      const last = from === undefined ? this.log.length - 1 : this.placeAfter(from, true) - 1;
      return this.page(this.log, last, direction, limit);
    }
    const first = from === undefined ? 0 : this.placeAfter(from, false);
    return this.page(this.log, first, direction, limit);
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

  private answerForRepeat(
    { stream, events }: EncodedBatch,
    known: StoredStream,
  ): Appended | undefined {
    const places = events.map(({ id }) => known.byId.get(id));
    const met = places.findIndex((place) => place !== undefined);
    if (met < 0) return undefined;
    const [first] = places;
    const whole = places.every((place, index) => first !== undefined && place === first + index);
    if (!whole || first === undefined) {
      throw new EventIdConflict(stream, events[met]!.id, 'partial-overlap');
    }
    const stored = known.events.slice(first, first + events.length);
    stored.forEach((one, index) => {
      if (!this.isSame(one, { ...events[index]!, stream })) {
        throw new EventIdConflict(stream, one.id, 'other-content');
      }
    });
    const { revision, position } = stored.at(-1)!;
    return { firstRevision: first, lastRevision: revision, position, repeated: true };
  }

  private isSame(
    one: EncodedEvent & { stream: string },
    other: EncodedEvent & { stream: string },
  ): boolean {
    if (one.type !== other.type) return false;
    if (isDeepStrictEqual([one.data, one.metadata], [other.data, other.metadata])) return true;
    return isDeepStrictEqual(this.payloads(one), this.payloads(other));
  }

  private insert({ stream: name, events }: EncodedBatch): Appended {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = { events: [], byId: new Map() };
      this.streams.set(name, stream);
    }
    const firstRevision = stream.events.length;
    const recordedAt = Math.max(this.clock(), this.log.at(-1)?.recordedAt ?? 0);
    for (const event of events) {
      const revision = stream.events.length;
      // Gaps, as some stores have them: nobody may count positions.
      const position = String(this.log.length * 2 + 2) as Position;
      const stored = { ...event, stream: name, revision, position, recordedAt };
      stream.events.push(stored);
      stream.byId.set(event.id, revision);
      this.log.push(stored);
    }
    this.subscriptions.wake(new Set([name]));
    const { revision, position } = stream.events.at(-1)!;
    return { firstRevision, lastRevision: revision, position, repeated: false };
  }

  /** Place of the first event after a position or, `inclusive`, at it. */
  private placeAfter(position: Position, inclusive: boolean): number {
    const found =
      Math.floor(Number(position) / 2) - (inclusive && Number(position) % 2 === 0 ? 1 : 0);
    return Math.max(0, Math.min(this.log.length, found));
  }

  private page(
    events: readonly Stored[],
    from: number,
    direction: 'forwards' | 'backwards' | undefined,
    limit: number,
  ): EventPage {
    const step = direction === 'backwards' ? -1 : 1;
    const page: RecordedEvent[] = [];
    let bytes = 0;
    for (let at = from; page.length < limit; at += step) {
      const stored = events[at];
      if (stored === undefined) return { events: page, end: true };
      bytes += stored.data.length + stored.metadata.length;
      if (bytes > LIMITS.pageBytes && page.length > 0) break;
      page.push(this.event(stored));
    }
    return { events: page, end: false };
  }

  private event(stored: Stored): RecordedEvent {
    if (stored.read !== undefined) return stored.read;
    const { id, stream, revision, position, recordedAt } = stored;
    const [data, metadata] = this.payloads(stored);
    const event = { type: stored.type, data, metadata };
    const { type, ...today } = this.upcast === undefined ? event : this.upcast(event);
    const read = { id, type, ...today, stream, revision, position, recordedAt };
    if (this.codec === jsonCodec) stored.read = read;
    return read;
  }

  private payloads({ stream, type, data, metadata }: EncodedEvent & { readonly stream: string }) {
    const codec = this.codec;
    return [
      codec.decode({ stream, type, field: 'data' }, data),
      codec.decode({ stream, type, field: 'metadata' }, metadata),
    ] as const;
  }

  private assertOpen(): void {
    if (this.closed) throw new StoreClosed();
  }
}

function isAsExpected(expected: ExpectedRevision, actual: number | undefined): boolean {
  return expected === 'none' ? actual === undefined : expected === actual;
}
