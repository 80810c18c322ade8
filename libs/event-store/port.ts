/**
 * The event store's port: one append-only log made of streams. It knows no
 * patient and no pathway. Every adapter keeps the promises written here; the
 * suite in `contract/` checks them.
 *
 * Guarantees
 * - A batch is atomic: all of its events are in the stream, or none.
 * - `append` resolves only after the batch is durable.
 * - Revisions of a stream are 0, 1, 2 … without gaps. Positions in the log
 *   strictly increase and need not be contiguous.
 * - `knownAt` never decreases along a stream, so what was known of it by T is a prefix.
 * - A reader that has seen position p never later finds an event at or before p
 *   that it has not seen.
 */

/**
 * A JSON value, and an object of them. As JSON has them: an infinite or undefined number
 * becomes null and -0 becomes 0.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * Where an event stands in the whole log: opaque, comparable by `comparePositions`, and
 * serialisable as it is (decimal digits). Never calculate with it.
 */
export type Position = string & { readonly __brand: 'Position' };

/** The revision the stream must be at for an append to go through, or `none`: it must not exist. */
export type ExpectedRevision = 'none' | number;

/** An event on its way in. */
export interface NewEvent {
  /** UUID, read back in lower case. Begin it with its time (`timeOrderedId`): random ids cost the index 2-3×. */
  readonly id: string;
  /** An explicit, versioned literal such as `ReferralSent.v1`; never a class name. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /**
   * Only for stores with `uniqueKeys`: no other event of the whole log, whatever its stream,
   * has this key. The store keeps it as it is, the event does not hold it. Keys that come in
   * their order (a source, then its own ascending ids) cost little, random ones much.
   */
  readonly uniqueKey?: string;
}

/** Where an event stands, and since when: what can be read of any event. */
export interface EventEnvelope {
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  /** Place in the whole log. */
  readonly position: Position;
  /**
   * Milliseconds since 1970-01-01T00:00:00Z at which the store accepted it, by the clock of
   * whichever machine that was: later events may have earlier ones.
   */
  readonly recordedAt: number;
  /**
   * From when the event counts as known, in the same unit: never decreases along its stream.
   * "What was known by T" goes by this and by nothing else.
   */
  readonly knownAt: number;
}

/** An event as the log holds it. */
export interface RecordedEvent extends Omit<NewEvent, 'uniqueKey'>, EventEnvelope {
  readonly damage?: undefined;
}

/**
 * What of an event cannot be read: the name of its stream, its type, or one of its payloads.
 * `checksum`: it can be read, and is not what was recorded.
 */
export type Damage = 'stream' | 'type' | 'data' | 'metadata' | 'checksum';

/**
 * An event that keeps its place and cannot be read: its bytes are no text, no JSON object, or
 * nothing that the codec or an upcaster can make an event of. Every log can hold one.
 * Nothing of its content is handed out. Where the stream's name is damaged, `stream` is what
 * is left of it.
 */
export interface DamagedEvent extends EventEnvelope {
  readonly id: string;
  readonly damage: Damage;
}

/**
 * What a reader meets: it sets aside what a damaged event belongs to (a patient, a pathway, a
 * handover) and goes on with everything else. `requireReadable` is for those who read what
 * belongs together and can do nothing with a part of it.
 */
export type LogEvent = RecordedEvent | DamagedEvent;

/**
 * The answer to an append. A repeated append gets the first answer again. An event is
 * identified by its stream and revision; the positions of a batch's other events are for
 * readers to find out, since not every log tells them to the writer.
 */
export interface Appended {
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Position of the batch's last event. */
  readonly position: Position;
  /**
   * True: these events were already there and nothing was written now. False does not exclude
   * it: a log that answers a repeat as it answered the first append cannot tell.
   */
  readonly repeated: boolean;
}

export interface AppendOptions {
  /** Ends the waiting: the append rejects with the signal's reason, and its outcome is unknown. */
  readonly signal?: AbortSignal;
  /** How long it may take, ms; adapters may be some ten milliseconds late. Default `LIMITS.appendDeadlineMs`. */
  readonly deadlineMs?: number;
}

/** A part of a stream or of the log. */
export interface EventPage {
  readonly events: readonly LogEvent[];
  /**
   * True: this was everything, at the time of reading. False: there may be more behind the
   * last event, however few these are, and there is at least that one.
   */
  readonly end: boolean;
  /**
   * Of a read with a filter: the last event that it has looked at, whether or not it was let
   * through; undefined where there was none. Such a page may be empty without being the end.
   */
  readonly reached?: EventPlace;
}

/** Enough of an event to read on from it, or to make a token of it. */
export type EventPlace = Pick<LogEvent, 'position' | 'id' | 'recordedAt'>;

export type Direction = 'forwards' | 'backwards';

export interface ReadStreamOptions {
  readonly direction?: Direction;
  /** First revision to return, inclusive. Default: the stream's first (or, backwards, last). */
  readonly from?: number;
  /** Most events to return, 1 to `LIMITS.pageEvents`. */
  readonly limit: number;
  /** Most bytes to return, encoded data plus metadata, 1 to `LIMITS.pageBytes`, which is the default. One event may go over it. */
  readonly maxBytes?: number;
  /** Ends the read: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ReadLogOptions {
  readonly direction?: Direction;
  /** Exclusive: forwards returns what comes after it, backwards what comes before it. */
  readonly from?: Position;
  /** Most events to return, 1 to `LIMITS.pageEvents`. */
  readonly limit: number;
  /** Most bytes to return, encoded data plus metadata, 1 to `LIMITS.pageBytes`, which is the default. One event may go over it. */
  readonly maxBytes?: number;
  /** Forwards only. Events that it does not let through cost little; `reached` says how far the page goes. */
  readonly filter?: SubscriptionFilter;
  /** Ends the read: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Of one stream, from a revision on; or of the whole log, from a position on, with a filter or without. */
export interface SubscribeOptions {
  /** Only this stream; without it, the whole log. */
  readonly stream?: string;
  /** With `stream`. Exclusive: the first event delivered comes after it. Default: from the beginning. */
  readonly afterRevision?: number;
  /** Without `stream`. Exclusive: the first event delivered comes after it. Default: from the beginning. */
  readonly after?: Position;
  /** Without `stream`. */
  readonly filter?: SubscriptionFilter;
  /** Most events in one message, and in memory for a slow reader. Default 1,000. */
  readonly pageEvents?: number;
  /** Most bytes in one message, as `maxBytes` of a read. Default 1 MiB. */
  readonly pageBytes?: number;
  /** Ends the iteration quietly. */
  readonly signal?: AbortSignal;
}

/**
 * What of the log is delivered: events of streams that begin so, or of these types as they
 * are read, after upcasting; never both, since not every log can. Who has to notice that an
 * event of a stream is missing reads without a filter by type: with one, revisions have gaps.
 * A damaged event passes a filter by type unless its type can be read and is none of these; it may
 * pass all the same, since a log that filters by itself does not know of the damage.
 */
export type SubscriptionFilter =
  { readonly streamPrefixes: readonly string[] } | { readonly types: readonly string[] };

/**
 * What a subscription yields. `caught-up` comes whenever everything known has been
 * delivered. Its `position` is that of the last event delivered or passed over by the
 * filter, else `after`, else undefined: where to subscribe to the log again from.
 */
export type SubscriptionMessage =
  | { readonly kind: 'events'; readonly events: readonly LogEvent[] }
  | { readonly kind: 'caught-up'; readonly position: Position | undefined };

/** Limits of one append. What is in the log already stays readable, however large it is. */
export interface AppendLimits {
  /** Encoded data plus metadata of one event, bytes. */
  readonly eventBytes: number;
  /** Encoded data plus metadata of all events of an append, bytes. */
  readonly batchBytes: number;
  /** Events in one append. */
  readonly batchEvents: number;
}

/** What every store takes in one append; an adapter whose store takes more can be opened with others. */
export const APPEND_LIMITS: AppendLimits = {
  eventBytes: 524_288,
  batchBytes: 1_000_000,
  batchEvents: 1_000,
};

/** Limits of every adapter. */
export const LIMITS = {
  ...APPEND_LIMITS,
  /** How long an append may take where its caller does not say, ms. */
  appendDeadlineMs: 30_000,
  /** Characters (UTF-16 code units) of a stream's name; at least 1. */
  streamNameCharacters: 200,
  /** Characters of an event's type; at least 1. */
  typeCharacters: 200,
  /** Characters of a key that is unique over the whole log; at least 1. */
  uniqueKeyCharacters: 1_000,
  /** Events in one page of a read. */
  pageEvents: 10_000,
  /** Encoded data plus metadata in one page of a read, bytes; a page of one event may go over it. */
  pageBytes: 8 * 1024 * 1024,
} as const;

export interface EventStore {
  /** What this store takes in one append. */
  readonly limits: AppendLimits;

  /**
   * Whether it can keep keys that are unique over the whole log: an optional capability, since
   * a log that only orders each stream cannot. Where it is false, an event with a
   * `uniqueKey` is refused as invalid.
   */
  readonly uniqueKeys: boolean;

  /**
   * What tells this log from any other: minted when the log is made, the same for everybody
   * who opens it and ever after. See `tokenOf`.
   */
  identity(): Promise<string>;

  /**
   * Appends a batch to one stream, if that is at the expected revision.
   *
   * Repeats: the same events (ids, types, data and metadata, in the same order) at the same
   * expected revision get the first answer again, whatever was appended since. So whoever
   * does not know the outcome sends the same append again; a part of it, or more, is
   * another append. Beyond that nothing is promised about ids: a store may recognise an event
   * that stands elsewhere in the stream, and answer as for a repeat or refuse it, or it may
   * write it once more. Whoever needs to know reads the stream first, as `appendOnce` does.
   *
   * Under more load than an adapter holds in memory, an append waits; it does not fail.
   * The events must not be changed before it is answered.
   *
   * @throws WrongExpectedRevision the stream is not as expected; carries the actual revision
   * @throws EventIdConflict from a store that looks at ids: one is there with other content, or
   *   the batch overlaps an earlier one in part
   * @throws DuplicateKey other events of the log have some of the keys; says which
   * @throws LimitExceeded / InvalidEvent nothing was written; names that begin with `$` belong to stores
   * @throws StoreFull no room; nothing was written, reads go on
   * @throws OutcomeUnknown the answer did not come in time, or got lost: send the same again
   * @throws Unavailable the store cannot be reached, or is too busy; nothing was written
   * @throws StoreFailed the outcome is unknown; the store acknowledges nothing any more
   * @throws StoreClosed, StoreReadOnly
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<Appended>;

  /**
   * One page of a stream, bounded by events and by bytes; empty when the stream does not
   * exist or nothing is left. What the codec or an upcaster cannot read is a damaged event.
   *
   * @throws InvalidRead, LimitExceeded, Unavailable, StoreClosed
   * @throws LogFileDamaged the log itself is broken, not one event of it
   */
  readStream(stream: string, options: ReadStreamOptions): Promise<EventPage>;

  /** One page of the whole log, in order of position. @throws as `readStream` */
  readLog(options: ReadLogOptions): Promise<EventPage>;

  /** The last position; undefined for an empty log. @throws Unavailable, StoreClosed */
  head(): Promise<Position | undefined>;

  /**
   * History, then live, without gap or repeat. Any number of subscribers; a slow one
   * holds up nobody. The iteration ends quietly when aborted, left, or when the store is
   * closed; it throws what a read throws, of a store that cannot be reached only after a while.
   *
   * @throws StoreClosed, InvalidRead, LimitExceeded at once, before any iteration
   */
  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage>;

  /**
   * Waits for appends under way, ends subscriptions, releases files. Idempotent. A store
   * that is never closed loses nothing it acknowledged.
   */
  close(): Promise<void>;
}

/**
 * How payloads become bytes and back: the place where encryption per patient can
 * be put in without touching the store.
 */
export interface PayloadCodec {
  encode(context: CodecContext, payload: JsonObject): string | Uint8Array;
  decode(context: CodecContext, bytes: string | Uint8Array): JsonObject;
}
export interface CodecContext {
  readonly stream: string;
  readonly type: string;
  readonly field: 'data' | 'metadata';
}

/**
 * Upcasting, the one place where old event versions become today's on reading.
 * Keyed by the stored type; the result may have another type, which is looked up
 * again until none matches.
 */
export type Upcasters = Readonly<
  Record<
    string,
    (
      event: Pick<NewEvent, 'type' | 'data' | 'metadata'>,
    ) => Pick<NewEvent, 'type' | 'data' | 'metadata'>
  >
>;

/** Orders two positions: negative, zero or positive. */
export function comparePositions(a: Position, b: Position): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
