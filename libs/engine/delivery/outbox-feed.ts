/**
 * The outbox feed, which is open to every service: it reads what was sent to it, page by
 * page, and acknowledges up to a cursor, which delivers every message up to there. Messages
 * that were pushed are in the feed too, so a receiver can check its webhook against it. Pages
 * come from a read model; how far a service has acknowledged comes from its own stream, so
 * the very next answer shows it.
 */
import {
  comparePositions,
  readEventAt,
  readLast,
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
    const { position: acknowledged } = await this.acknowledged(service);
    const from = after === undefined ? acknowledged : after === BEGINNING ? undefined : after;
    const cursor = from as Position | undefined;
    const page = await this.options.index.page(service, cursor, limit);
    if (page === undefined) throw new UnknownCursor('after');
    const { messages, more } = page;
    return { service, messages, more, cursor: messages.at(-1)?.position ?? cursor, acknowledged };
  }

  acknowledge(service: string, cursor: string): Promise<Acknowledged> {
    return this.executor.run(service, async () => {
      const upTo = cursor as Position;
      const before = await this.acknowledged(service);
      // Everything up to the acknowledged cursor is delivered, but this cursor may be nobody's.
      const isBehind =
        before.position !== undefined && comparePositions(upTo, before.position) <= 0;
      const after = isBehind ? upTo : before.position;
      const delivered = await this.deliver(service, { after, upTo });
      const acknowledged = await this.advance(service, upTo);
      return { service, acknowledged, delivered };
    });
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
  private advance(service: string, upTo: Position): Promise<Position> {
    return retryOnConflict(async () => {
      const { position, revision } = await this.acknowledged(service);
      if (position !== undefined && comparePositions(position, upTo) >= 0) return position;
      const sent = await readEventAt(this.options.store, upTo);
      if (sent === undefined) throw new UnknownCursor('cursor');
      const data: OutboxAcknowledged = { service, stream: sent.stream, revision: sent.revision };
      const id = timeOrderedId(0, OUTBOX_ACKNOWLEDGED, service, sent.id);
      const event = { id, type: OUTBOX_ACKNOWLEDGED, data: { ...data }, metadata: {} };
      await this.options.store.append(`${OUTBOX_STREAM}${service}`, revision ?? 'none', [event]);
      return upTo;
    });
  }

  private async acknowledged(service: string): Promise<{
    readonly position: Position | undefined;
    readonly revision: number | undefined;
  }> {
    const last = await readLast(this.options.store, `${OUTBOX_STREAM}${service}`);
    if (last === undefined) return { position: undefined, revision: undefined };
    return { position: await this.positionIn(last), revision: last.revision };
  }

  private async positionIn({ data }: RecordedEvent): Promise<Position | undefined> {
    const { cursor } = data;
    if (typeof cursor === 'string') return cursor as Position;
    const { stream, revision } = data as unknown as OutboxAcknowledged;
    const page = await this.options.store.readStream(stream, { from: revision, limit: 1 });
    return page.events[0]?.position;
  }
}
