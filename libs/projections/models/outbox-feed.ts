/** The feed of the outbox: messages to a service, page by page, and which are undelivered. */
import type { Position } from '#event-store';
import {
  receiverParts,
  type HandoverMessage,
  type JsonObject,
  type MessageKind,
} from '#care-event';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';
import { outbox } from './outbox.js';

export interface OutboxPageQuery {
  readonly service: string;
  /** Others whose undelivered messages belong into this feed as well. Default: nobody's. */
  readonly inherited?: readonly string[];
  /** Position, exclusive; default: from the first one on. */
  readonly after?: Position;
  readonly limit: number;
}

export interface OutboxEntry {
  readonly message: HandoverMessage;
  readonly position: Position;
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
}

export interface OutboxPage {
  readonly messages: readonly OutboxEntry[];
  readonly more: boolean;
}

/** Messages to a service, in the order of the log; fewer than asked for where they are large. */
export function outboxPage(
  models: ReadModels,
  { service, inherited = [], after, limit }: OutboxPageQuery,
): Promise<OutboxPage> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const all = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'kind', 'service', 'patient', 'pathway', 'time', 'body'])
      .select(['position', 'recorded_at']);
    const rest = after === undefined ? all : all.where('position', '>', after);
    const own = rest.where('service', '=', service);
    const both =
      inherited.length === 0
        ? own
        : own.unionAll(rest.where('service', 'in', inherited).where('delivered_at', 'is', null));
    return pageOf(view.pages(both.orderBy('position').limit(limit + 1)), limit);
  });
}

/** Text of bodies in one page; one message may go over it. */
const PAGE_CHARACTERS = 2 * 1024 * 1024;

async function pageOf(
  pages: AsyncIterable<readonly FeedRow[]>,
  limit: number,
): Promise<OutboxPage> {
  const messages: OutboxEntry[] = [];
  let characters = 0;
  for await (const rows of pages) {
    for (const { position, recorded_at: recordedAt, ...row } of rows) {
      characters += row.body.length;
      const isFull = messages.length > 0 && characters > PAGE_CHARACTERS;
      if (messages.length >= limit || isFull) return { messages, more: true };
      messages.push({ message: messageOf(row), position, recordedAt });
    }
  }
  return { messages, more: false };
}

interface MessageRow extends Omit<HandoverMessage, 'handoverId' | 'kind' | 'body'> {
  readonly handover: string;
  readonly kind: string;
  readonly body: string;
}

interface FeedRow extends MessageRow {
  readonly position: Position;
  readonly recorded_at: number;
}

function messageOf({ handover, kind, body, ...row }: MessageRow): HandoverMessage {
  return {
    ...row,
    ...receiverParts(row.service),
    handoverId: handover,
    kind: kind as MessageKind,
    body: JSON.parse(body) as JsonObject,
  };
}

/** Whether a message to one of the services is at that position. */
export function isInOutbox(
  models: ReadModels,
  { services, position }: { readonly services: readonly string[]; readonly position: Position },
): Promise<boolean> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const row = await view.db
      .selectFrom('outbox')
      .select('position')
      .where('service', 'in', services)
      .where('position', '=', position)
      .executeTakeFirst();
    return row !== undefined;
  });
}

export interface UndeliveredQuery {
  readonly services: readonly string[];
  /** Exclusive. */
  readonly after?: Position;
  /** Inclusive. */
  readonly upTo: Position;
  readonly limit: number;
}

export interface UndeliveredMessage {
  readonly message: string;
  readonly handoverId: string;
  readonly position: Position;
}

/** Undelivered messages in a range of the log, as far as the models know, which lag behind it. */
export function undeliveredUpTo(
  models: ReadModels,
  { services, after, upTo, limit }: UndeliveredQuery,
): Promise<readonly UndeliveredMessage[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const undelivered = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'position'])
      .where('service', 'in', services)
      .where('delivered_at', 'is', null)
      .where('position', '<=', upTo)
      .orderBy('position')
      .limit(limit);
    const rest = after === undefined ? undelivered : undelivered.where('position', '>', after);
    const rows = await rest.execute();
    return rows.map(({ handover, ...row }) => ({ ...row, handoverId: handover }));
  });
}
