/**
 * The outbox feed, which is open to every service: it reads what was sent to it, page by
 * page, and acknowledges up to a cursor, which delivers every message up to there. Messages
 * that were pushed are in the feed too, so a receiver can check its webhook against it. Pages
 * come from a read model; how far a service has acknowledged comes from its own stream, so
 * the very next answer shows it.
 */
import {
  readLast,
  comparePositions,
  timeOrderedId,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { OUTBOX_ACKNOWLEDGED, OUTBOX_STREAM, type OutboxAcknowledged } from '#care-event';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { forEachConcurrently } from '../shared/for-each-concurrently.js';
import { KeyedExecutor } from '../shared/keyed-executor.js';
import { recordDelivered } from './delivery-record.js';
import { cursorAt, cursorOf, readCursor, type FeedCursor } from './feed-cursor.js';
import type { MessageRef } from './message-status.js';
import {
  UnknownCursor,
  type Acknowledged,
  type FeedPage,
  type PullDelivery,
  type OutboxMessage,
} from '../delivery-port/delivery-port.js';

/** Asks for everything from the first message on, acknowledged or not. */
export const BEGINNING = 'beginning';

/** The index of the outbox; a read model keeps it, and it may lag behind the log. */
export interface OutboxIndex {
  /**
   * Messages of the service in the order of the log, after a position of its own.
   * @returns undefined when the position is none of the service's
   */
  page(
    service: string,
    after: Position | undefined,
    limit: number,
  ): Promise<{ readonly messages: readonly OutboxMessage[]; readonly more: boolean } | undefined>;
  /**
   * Messages of the service after one position up to another that are not delivered.
   * @returns undefined when `upTo` is none of the service's
   */
  undelivered(
    service: string,
    range: { readonly after: Position | undefined; readonly upTo: Position },
    limit: number,
  ): Promise<readonly (MessageRef & { readonly position: Position })[] | undefined>;
}

export interface OutboxFeedOptions {
  readonly store: EventStore;
  readonly index: OutboxIndex;
  /** Messages acknowledged in one batch. Default 500. */
  readonly batch?: number;
  /** Appends side by side, which share commits. Default 64. */
  readonly concurrency?: number;
}

export class OutboxFeed implements PullDelivery {
  readonly name = 'outbox';
  /** One acknowledgement at a time per service: two would do the same work twice. */
  private readonly executor = new KeyedExecutor();

  constructor(private readonly options: OutboxFeedOptions) {}

  async page(
    service: string,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<FeedPage> {
    const { store, index } = this.options;
    const { cursor: acknowledged } = await this.acknowledged(service);
    const from = await this.startOf(after, acknowledged);
    const page = await index.page(service, from?.event.position, limit);
    if (page === undefined) throw new UnknownCursor('after');
    const { messages, more } = page;
    const last = messages.at(-1);
    const cursor = last === undefined ? from : await cursorAt(store, last.position);
    return { service, messages, more, cursor: cursor?.token, acknowledged: acknowledged?.token };
  }

  acknowledge(service: string, cursor: string): Promise<Acknowledged> {
    return this.executor.run(service, async () => {
      const last = await readCursor(this.options.store, cursor, 'cursor');
      const upTo = last.event.position;
      const before = (await this.acknowledged(service)).cursor?.event.position;
      // Everything up to the acknowledged cursor is delivered, but this cursor may be nobody's.
      const isBehind = before !== undefined && comparePositions(upTo, before) <= 0;
      const after = isBehind ? upTo : before;
      const delivered = await this.deliver(service, { after, upTo });
      const { token: acknowledged } = await this.advance(service, last);
      return { service, acknowledged, delivered };
    });
  }

  private async startOf(
    after: string | undefined,
    acknowledged: FeedCursor | undefined,
  ): Promise<FeedCursor | undefined> {
    if (after === undefined) return acknowledged;
    if (after === BEGINNING) return undefined;
    return readCursor(this.options.store, after, 'after');
  }

  /** In batches, so that memory does not grow with the backlog. */
  private async deliver(
    service: string,
    range: { readonly after: Position | undefined; readonly upTo: Position },
  ): Promise<number> {
    const { store, index, batch = 500, concurrency = 64 } = this.options;
    let delivered = 0;
    for (let after = range.after; ;) {
      const refs = await index.undelivered(service, { after, upTo: range.upTo }, batch);
      if (refs === undefined) throw new UnknownCursor('cursor');
      await forEachConcurrently(refs, { concurrency }, async (ref) => {
        if (await recordDelivered(store, ref, this.name)) delivered += 1;
      });
      after = refs.at(-1)?.position;
      if (refs.length < batch || after === undefined) return delivered;
    }
  }

  /** After the messages: a crash in between leaves the cursor behind, and the service sends it again. */
  private advance(service: string, to: FeedCursor): Promise<FeedCursor> {
    return retryOnConflict(async () => {
      const { cursor, revision: last } = await this.acknowledged(service);
      if (cursor !== undefined && comparePositions(cursor.event.position, to.event.position) >= 0)
        return cursor;
      const { stream, revision } = to.event;
      const data: OutboxAcknowledged = { service, stream, revision };
      const id = timeOrderedId(0, OUTBOX_ACKNOWLEDGED, service, stream, String(revision));
      const event = { id, type: OUTBOX_ACKNOWLEDGED, data: { ...data }, metadata: {} };
      await this.options.store.append(`${OUTBOX_STREAM}${service}`, last ?? 'none', [event]);
      return to;
    });
  }

  private async acknowledged(service: string): Promise<{
    readonly cursor: FeedCursor | undefined;
    readonly revision: number | undefined;
  }> {
    const last = await readLast(this.options.store, `${OUTBOX_STREAM}${service}`);
    const cursor = last === undefined ? undefined : await this.acknowledgedBy(last);
    return { cursor, revision: last?.revision };
  }

  /** Undefined if the message is no longer in the log: the service begins again. */
  private async acknowledgedBy({ data }: RecordedEvent): Promise<FeedCursor | undefined> {
    const { store } = this.options;
    const { stream, revision: from, cursor } = data;
    if (typeof cursor === 'string') return cursorAt(store, cursor as Position);
    if (typeof stream !== 'string' || typeof from !== 'number') return undefined;
    const [message] = (await store.readStream(stream, { from, limit: 1 })).events;
    return message === undefined ? undefined : cursorOf(store, message);
  }
}
