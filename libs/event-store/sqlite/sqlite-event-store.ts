/** The event store on SQLite: the port's methods over reader, queue and subscriptions. */
import { isDeepStrictEqual } from 'node:util';
import type { MessagePort } from 'node:worker_threads';
import {
  DuplicateKey,
  EventIdConflict,
  StoreClosed,
  StoreReadOnly,
  WrongExpectedRevision,
} from '../errors.js';
import type { TakenKey } from '../errors.js';
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
import { requireReadable } from '../reading.js';
import { encodeBatch } from '../validation.js';
import type { EncodedBatch, Encoding } from '../validation.js';
import type { AppendQueue } from './append-queue.js';
import type { BatchOutcome, KeyHolder } from './commit-protocol.js';
import type { LogReader } from './log-reader.js';
import type { Subscriptions } from '../subscriptions.js';

export interface SqliteEventStoreParts {
  readonly encoding: Encoding;
  readonly reader: LogReader;
  readonly subscriptions: Subscriptions;
  /** Absent in a store opened for reading. */
  readonly queue?: AppendQueue;
  /** Absent without a thread that writes. */
  readonly shareWriter?: () => MessagePort;
  /** Releases threads, files and locks, after the last append. */
  readonly release: () => Promise<void>;
}

export class SqliteEventStore implements EventStore {
  private readonly parts: SqliteEventStoreParts;
  readonly uniqueKeys = true;
  readonly limits: AppendLimits;
  private closed: Promise<void> | undefined;

  constructor(parts: SqliteEventStoreParts) {
    this.parts = parts;
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

  // The reads are quick enough to be done at once, but the port's promise of a promise
  // also turns what they throw into rejections.
  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    this.assertOpen();
    options.signal?.throwIfAborted();
    return Promise.resolve(this.parts.reader.readStream(stream, options));
  }

  async readLog(options: ReadLogOptions): Promise<EventPage> {
    this.assertOpen();
    options.signal?.throwIfAborted();
    return Promise.resolve(this.parts.reader.readLog(options));
  }

  async identity(): Promise<string> {
    this.assertOpen();
    return Promise.resolve(this.parts.reader.identity());
  }

  async head(): Promise<Position | undefined> {
    this.assertOpen();
    return Promise.resolve(this.parts.reader.head());
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.parts.subscriptions.open(options);
  }

  /**
   * A port for another thread of this process, whose appends then share this store's
   * writing thread: hand it over and give it to `openOnSharedWriter`.
   * @throws StoreReadOnly there is no writing thread
   */
  shareWriter(): MessagePort {
    this.assertOpen();
    const { shareWriter } = this.parts;
    if (shareWriter === undefined) throw new StoreReadOnly();
    return shareWriter();
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    const { queue, subscriptions, release } = this.parts;
    subscriptions.close();
    await queue?.close();
    await release();
  }

  private assertOpen(): void {
    if (this.closed !== undefined) throw new StoreClosed();
  }

  private answer(batch: EncodedBatch, outcome: BatchOutcome): Appended {
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
    this.assertSameContent(batch, outcome);
    const { firstRevision, lastRevision, position, repeated } = outcome;
    return { firstRevision, lastRevision, position: String(position) as Position, repeated };
  }

  /**
   * Other bytes need not be other content: keys may be in another order, and a codec
   * that encrypts never writes the same bytes twice.
   */
  private assertSameContent(
    batch: EncodedBatch,
    outcome: BatchOutcome & { kind: 'appended' },
  ): void {
    const { reader } = this.parts;
    if (outcome.stored === undefined) return;
    const { firstRevision: from } = outcome;
    const page = reader.readStream(batch.stream, { from, limit: batch.events.length });
    requireReadable(page.events);
    for (const [index, stored] of outcome.stored.entries()) {
      const { id, type, data, metadata } = batch.events[index]!;
      const now = reader.decode(batch.stream, type, data, metadata);
      const then = reader.decode(batch.stream, type, stored.data, stored.metadata);
      if (!isDeepStrictEqual(now, then)) {
        throw new EventIdConflict(batch.stream, id, 'other-content');
      }
    }
  }
}

function takenKey({ key, stream, revision, position }: KeyHolder): TakenKey {
  return { key, earlier: { stream, revision, position: String(position) as Position } };
}
