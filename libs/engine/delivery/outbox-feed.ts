/**
 * The outbox feed, which is open to every service: it reads what was sent to it, page by
 * page, and acknowledges up to a cursor, which delivers every message up to there. Messages
 * that were pushed are in the feed too, so a receiver can check its webhook against it. Pages
 * come from a read model; how far a service has acknowledged comes from its own stream, so
 * the very next answer shows it.
 *
 * Where a receiver's organisation has taken the place of another, the other's messages that nobody
 * has yet are in its feed too, at their place in the log. Those before what it has acknowledged
 * come first, so that the loop which asks without a cursor misses none.
 */
import {
  LogDamaged,
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
import { readMessageStatus, type MessageRef, type MessageStatus } from './message-status.js';
import type { Receivers } from './receivers.js';
import {
  UnknownCursor,
  type Acknowledged,
  type CursorPath,
  type FeedPage,
  type PullDelivery,
  type OutboxMessage,
} from '../delivery-port/delivery-port.js';

/** Asks for everything from the first message on, acknowledged or not. */
export const BEGINNING = 'beginning';

/** The index of the outbox; a read model keeps it, and it may lag behind the log. */
export interface OutboxIndex {
  /**
   * Messages of the service after a position, in the order of the log, and among them those of the
   * inherited services that are not delivered.
   */
  page(
    service: string,
    range: { readonly inherited: readonly string[]; readonly after: Position | undefined },
    limit: number,
  ): Promise<{ readonly messages: readonly OutboxMessage[]; readonly more: boolean }>;
  /** Whether a message to one of the services is at that position. */
  holds(services: readonly string[], position: Position): Promise<boolean>;
  /** Messages of the services after one position up to another that are not delivered. */
  undelivered(
    services: readonly string[],
    range: { readonly after: Position | undefined; readonly upTo: Position },
    limit: number,
  ): Promise<readonly (MessageRef & { readonly position: Position })[]>;
}

export interface OutboxFeedOptions {
  readonly store: EventStore;
  readonly index: OutboxIndex;
  /** Who gets the messages of whom. Default: everybody gets their own. */
  readonly receivers?: Pick<Receivers, 'inheritedBy'>;
  /** Messages acknowledged in one batch. Default 500. */
  readonly batch?: number;
  /** Appends side by side, which share commits. Default 64. */
  readonly concurrency?: number;
}

/** Most messages of one page that come from before what was acknowledged: each is read from the log. */
const LEFT_BEHIND_MAX = 100;

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
    const inherited = this.inheritedBy(service);
    const { cursor: acknowledged } = await this.acknowledged(service);
    const leftBehind =
      after === undefined && acknowledged !== undefined
        ? await this.leftBehind(inherited, acknowledged.event.position, limit)
        : [];
    const from = await this.startOf([service, ...inherited], after, acknowledged);
    const range = { inherited, after: from?.event.position };
    // Whatever else there is comes after those are acknowledged.
    const page =
      leftBehind.length > 0
        ? { messages: leftBehind, more: true }
        : await index.page(service, range, limit);
    const { messages, more } = page;
    const last = messages.at(-1);
    const cursor = last === undefined ? from : await cursorAt(store, last.position);
    return { service, messages, more, cursor: cursor?.token, acknowledged: acknowledged?.token };
  }

  acknowledge(service: string, cursor: string): Promise<Acknowledged> {
    return this.executor.run(service, async () => {
      const inherited = this.inheritedBy(service);
      const last = await this.known([service, ...inherited], cursor, 'cursor');
      const upTo = last.event.position;
      const before = (await this.acknowledged(service)).cursor?.event.position;
      // Of its own, everything up to the acknowledged cursor is delivered.
      const own = await this.deliver([service], { after: before, upTo });
      const others = await this.deliver(inherited, { after: undefined, upTo });
      const { token: acknowledged } = await this.advance(service, last);
      return { service, acknowledged, delivered: own + others };
    });
  }

  private inheritedBy(service: string): readonly string[] {
    return this.options.receivers?.inheritedBy(service) ?? [];
  }

  private async startOf(
    services: readonly string[],
    after: string | undefined,
    acknowledged: FeedCursor | undefined,
  ): Promise<FeedCursor | undefined> {
    if (after === undefined) return acknowledged;
    if (after === BEGINNING) return undefined;
    return this.known(services, after, 'after');
  }

  /** @throws UnknownCursor it is that of no message to one of the services; CursorLost */
  private async known(
    services: readonly string[],
    text: string,
    path: CursorPath,
  ): Promise<FeedCursor> {
    const cursor = await readCursor(this.options.store, text, path);
    if (await this.options.index.holds(services, cursor.event.position)) return cursor;
    throw new UnknownCursor(path);
  }

  /**
   * Inherited messages that nobody has and that stand before what the service has acknowledged: it
   * acknowledged them without having seen them. Whether they are delivered is read from the log,
   * so that what was acknowledged just now does not come again.
   */
  private async leftBehind(
    inherited: readonly string[],
    upTo: Position,
    limit: number,
  ): Promise<readonly OutboxMessage[]> {
    const { index, batch = 500 } = this.options;
    const found: OutboxMessage[] = [];
    if (inherited.length === 0) return found;
    for (let after: Position | undefined; ;) {
      const refs = await index.undelivered(inherited, { after, upTo }, batch);
      for (const ref of refs) {
        if (found.length >= Math.min(limit, LEFT_BEHIND_MAX)) return found;
        const status = await this.readable(ref);
        if (status?.delivered === false) found.push(status.sent);
      }
      after = refs.at(-1)?.position;
      if (refs.length < batch || after === undefined) return found;
    }
  }

  /** A message whose stream is damaged comes once that is restored. */
  private async readable(ref: MessageRef): Promise<MessageStatus | undefined> {
    try {
      return await readMessageStatus(this.options.store, ref);
    } catch (error) {
      if (error instanceof LogDamaged) return undefined;
      throw error;
    }
  }

  /** In batches, so that memory does not grow with the backlog. */
  private async deliver(
    services: readonly string[],
    range: { readonly after: Position | undefined; readonly upTo: Position },
  ): Promise<number> {
    const { store, index, batch = 500, concurrency = 64 } = this.options;
    if (services.length === 0) return 0;
    let delivered = 0;
    for (let after = range.after; ;) {
      const refs = await index.undelivered(services, { after, upTo: range.upTo }, batch);
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
