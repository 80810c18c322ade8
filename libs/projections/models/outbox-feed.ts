/** The feed of the outbox: messages to a service, page by page, and which are undelivered. */
import type { Position } from '#event-store';
import {
  receiverParts,
  type HandoverMessage,
  type JsonObject,
  type MessageKind,
} from '#care-event';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { QueryRefused } from './errors.js';
import { outbox } from './outbox.js';

export interface OutboxPageQuery {
  readonly service: string;
  /** Position of a message of this service, exclusive; default: from the first one on. */
  readonly after?: string;
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

/**
 * Messages to a service, in the order of the log; fewer than asked for where they are large.
 *
 * @throws QueryRefused `after` is not a message of this service
 */
export function outboxPage(
  models: ReadModels,
  { service, after, limit }: OutboxPageQuery,
): Promise<OutboxPage> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const from = await cursorAt(view, service, { position: after, path: 'after' });
    const feed = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'kind', 'service', 'patient', 'pathway', 'time', 'body'])
      .select(['position', 'recorded_at'])
      .where('service', '=', service)
      .orderBy('position')
      .limit(limit + 1);
    const rest = from === undefined ? feed : feed.where('position', '>', from);
    return pageOf(view.pages(rest), limit);
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

/** @throws QueryRefused no message to the service is at that position */
async function cursorAt<At extends string | undefined>(
  { db }: ReadView,
  service: string,
  { position, path }: { readonly position: At; readonly path: string },
): Promise<Position | Extract<At, undefined>> {
  if (position === undefined) return undefined as Extract<At, undefined>;
  const row = /^[0-9]{1,19}$/.test(position)
    ? await db
        .selectFrom('outbox')
        .select('position')
        .where('service', '=', service)
        .where('position', '=', position as Position)
        .executeTakeFirst()
    : undefined;
  if (row !== undefined) return row.position;
  const message = 'No message to this service is at that position.';
  throw new QueryRefused('unknown-cursor', message, path);
}

export interface UndeliveredQuery {
  readonly service: string;
  /** Position of a message of this service, exclusive. */
  readonly after?: string;
  /** Position of a message of this service, inclusive. */
  readonly upTo: string;
  readonly limit: number;
}

export interface UndeliveredMessage {
  readonly message: string;
  readonly handoverId: string;
  readonly position: Position;
}

/**
 * Undelivered messages in a range of a service's feed, as far as the models know, which lag
 * behind the log.
 *
 * @throws QueryRefused `upTo` or `after` is not a message of this service
 */
export function undeliveredUpTo(
  models: ReadModels,
  { service, after, upTo, limit }: UndeliveredQuery,
): Promise<readonly UndeliveredMessage[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const last = await cursorAt(view, service, { position: upTo, path: 'cursor' });
    const from = await cursorAt(view, service, { position: after, path: 'after' });
    const undelivered = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'position'])
      .where('service', '=', service)
      .where('delivered_at', 'is', null)
      .where('position', '<=', last)
      .orderBy('position')
      .limit(limit);
    const rest = from === undefined ? undelivered : undelivered.where('position', '>', from);
    const rows = await rest.execute();
    return rows.map(({ handover, ...row }) => ({ ...row, handoverId: handover }));
  });
}
