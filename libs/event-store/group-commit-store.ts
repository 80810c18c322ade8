/**
 * The port's methods for every store that writes in groups: over what reads, a queue of appends
 * and the subscriptions.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AppendQueue } from './append-queue.js';
import type { BatchOutcome, KeyHolder } from './commit-protocol.js';
import {
  DuplicateKey,
  EventIdConflict,
  StoreClosed,
  StoreReadOnly,
  Unavailable,
  WrongExpectedRevision,
} from './errors.js';
import type { TakenKey } from './errors.js';
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
} from './port.js';
import { requireReadable } from './reading.js';
import type { Subscriptions } from './subscriptions.js';
import { encodeBatch } from './validation.js';
import type { EncodedBatch, Encoding } from './validation.js';

/** Reads at once or later, whichever the store does. */
export interface StoreReader {
  readStream(stream: string, options: ReadStreamOptions): EventPage | Promise<EventPage>;
  readLog(options: ReadLogOptions): EventPage | Promise<EventPage>;
  identity(): string | Promise<string>;
  head(): Position | undefined | Promise<Position | undefined>;
}

export interface GroupCommitStoreParts {
  readonly encoding: Encoding;
  readonly reader: StoreReader;
  readonly subscriptions: Subscriptions;
  /** Absent in a store opened for reading. */
  readonly queue?: AppendQueue;
  /** Releases threads, connections, files and locks, after the last append. */
  readonly release: () => Promise<void>;
}

export class GroupCommitStore implements EventStore {
  readonly uniqueKeys = true;
  readonly limits: AppendLimits;
  private closed: Promise<void> | undefined;

  constructor(private readonly parts: GroupCommitStoreParts) {
    this.limits = parts.encoding.limits;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<Appended> {
    const { encoding, queue } = this.parts;
    this.assertOpen();
    if (queue === undefined) throw new StoreReadOnly();
    let batch: EncodedBatch | undefined;
    const outcome = await queue.append(() => {
      batch = encodeBatch(encoding, stream, expected, events);
      return batch;
    }, options);
    return this.answer(batch!, outcome);
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    this.assertOpen();
    options.signal?.throwIfAborted();
    return this.parts.reader.readStream(stream, options);
  }

  async readLog(options: ReadLogOptions): Promise<EventPage> {
    this.assertOpen();
    options.signal?.throwIfAborted();
    return this.parts.reader.readLog(options);
  }

  async identity(): Promise<string> {
    this.assertOpen();
    return this.parts.reader.identity();
  }

  async head(): Promise<Position | undefined> {
    this.assertOpen();
    return this.parts.reader.head();
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.parts.subscriptions.open(options);
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  protected assertOpen(): void {
    if (this.closed !== undefined) throw new StoreClosed();
  }

  private async closeOnce(): Promise<void> {
    const { queue, subscriptions, release } = this.parts;
    subscriptions.close();
    await queue?.close();
    await release();
  }

  private async answer(batch: EncodedBatch, outcome: BatchOutcome): Promise<Appended> {
    if (outcome.kind === 'wrong-revision') {
      throw new WrongExpectedRevision(batch.stream, batch.expected, outcome.actual);
    }
    if (outcome.kind === 'duplicate-key') {
      const [first, ...others] = outcome.taken.map(takenKey);
      throw new DuplicateKey([first!, ...others]);
    }
    if (outcome.kind === 'conflict') {
      throw new EventIdConflict(batch.stream, outcome.id, outcome.reason);
    }
    if (outcome.kind === 'unavailable') throw new Unavailable(outcome.reason);
    if (outcome.stored !== undefined) await this.assertSameContent(batch, outcome);
    const { firstRevision, lastRevision, position, repeated } = outcome;
    return { firstRevision, lastRevision, position: String(position) as Position, repeated };
  }

  /**
   * Other bytes need not be other content: keys may be in another order, and a codec
   * that encrypts never writes the same bytes twice.
   */
  private async assertSameContent(
    { stream, events }: EncodedBatch,
    { firstRevision: from, stored = [] }: BatchOutcome & { kind: 'appended' },
  ): Promise<void> {
    const { reader, encoding } = this.parts;
    requireReadable((await reader.readStream(stream, { from, limit: events.length })).events);
    for (const [index, then] of stored.entries()) {
      const { id, type, ...now } = events[index]!;
      for (const field of ['data', 'metadata'] as const) {
        const context = { stream, type, field };
        const [a, b] = [now, then].map((each) => encoding.codec.decode(context, each[field]));
        if (!isDeepStrictEqual(a, b)) throw new EventIdConflict(stream, id, 'other-content');
      }
    }
  }
}

function takenKey({ key, stream, revision, position }: KeyHolder): TakenKey {
  return { key, earlier: { stream, revision, position: String(position) as Position } };
}
