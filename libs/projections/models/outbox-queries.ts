/** What is asked of the outbox: the feed, who is due, what waits for whom, what was given up. */
import type { Position } from '#event-store';
import type { JsonObject, HandoverMessage, MessageKind } from '#care-event';
import { standingOf } from '../port/checkpoints.js';
import { QueryRefused } from './errors.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
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
 * What was sent to a service, in the order of the log.
 *
 * @throws QueryRefused `after` is not a message of this service
 */
export function outboxPage(
  models: ReadModels,
  { service, after, limit }: OutboxPageQuery,
): Promise<OutboxPage> {
  return models.read(async (view) => {
    await standingOf(view, [outbox]);
    const from = after === undefined ? -1 : await placeOf(view, service, after, 'after');
    const rows = await view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'kind', 'service', 'patient', 'pathway', 'time', 'body'])
      .select(['position', 'recorded_at'])
      .where('service', '=', service)
      .where('place', '>', from)
      .orderBy('place')
      .limit(limit + 1)
      .execute();
    const messages = rows.slice(0, limit).map(({ position, recorded_at, ...row }) => ({
      message: messageOf(row),
      position: position as Position,
      recordedAt: recorded_at,
    }));
    return { messages, more: rows.length > limit };
  });
}

interface MessageRow extends Omit<HandoverMessage, 'handoverId' | 'kind' | 'body'> {
  readonly handover: string;
  readonly kind: string;
  readonly body: string;
}

function messageOf({ handover, kind, body, ...row }: MessageRow): HandoverMessage {
  return {
    ...row,
    handoverId: handover,
    kind: kind as MessageKind,
    body: JSON.parse(body) as JsonObject,
  };
}

async function placeOf(
  { db }: ReadView,
  service: string,
  position: string,
  path: string,
): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select('place')
    .where('service', '=', service)
    .where('position', '=', position)
    .executeTakeFirst();
  if (row !== undefined) return row.place;
  const message = 'No message to this service stands at that position.';
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
 * Messages of a service within a stretch of its feed that have not arrived, as far as the
 * models know: what is asked of them lags behind the log.
 *
 * @throws QueryRefused `upTo` or `after` is not a message of this service
 */
export function undeliveredUpTo(
  models: ReadModels,
  { service, after, upTo, limit }: UndeliveredQuery,
): Promise<readonly UndeliveredMessage[]> {
  return models.read(async (view) => {
    await standingOf(view, [outbox]);
    const last = await placeOf(view, service, upTo, 'cursor');
    const from = after === undefined ? -1 : await placeOf(view, service, after, 'after');
    const rows = await view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'position'])
      .where('service', '=', service)
      .where('delivered_at', 'is', null)
      .where('place', '>', from)
      .where('place', '<=', last)
      .orderBy('place')
      .limit(limit)
      .execute();
    return rows.map(({ message, handover, position }) => ({
      message,
      handoverId: handover,
      position: position as Position,
    }));
  });
}

/**
 * Messages of a service to be pushed at `now`, the longest due first; after them those put
 * off to later than `beyond`.
 * @throws ReadModelsOutdated
 */
export function dueDeliveries(
  models: ReadModels,
  service: string,
  now: number,
  { limit, beyond }: { readonly limit: number; readonly beyond: number },
): Promise<readonly Omit<UndeliveredMessage, 'position'>[]> {
  return models.read(async (view) => {
    await standingOf(view, [outbox]);
    const waiting = view.db
      .selectFrom('outbox')
      .select(['message', 'handover'])
      .where('service', '=', service)
      .where('next_attempt', 'is not', null)
      .orderBy('next_attempt')
      .orderBy('place');
    const rows = await waiting.where('next_attempt', '<=', now).limit(limit).execute();
    // Two ranges of one index; asked for together they would have to be sorted.
    const room = limit - rows.length;
    if (room > 0)
      rows.push(...(await waiting.where('next_attempt', '>', beyond).limit(room).execute()));
    return rows.map(({ message, handover }) => ({ message, handoverId: handover }));
  });
}

/**
 * Messages that were given up and have not arrived since, in the order in which they
 * were sent, after the message at that place.
 *
 * @throws ReadModelsOutdated
 */
export function deadDeliveries(
  models: ReadModels,
  after: string | undefined,
  limit: number,
): Promise<readonly (UndeliveredMessage & { readonly failedAt: Position })[]> {
  return models.read(async (view) => {
    await standingOf(view, [outbox]);
    const before = view.db
      .selectFrom('outbox')
      .select('place')
      .where('position', '=', after ?? '');
    const from = after === undefined ? undefined : (await before.executeTakeFirst())?.place;
    const rows = await view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'position', 'given_up'])
      .where('given_up', 'is not', null)
      .where('place', '>', from ?? -1)
      .orderBy('place')
      .limit(limit)
      .$narrowType<{ given_up: string }>()
      .execute();
    return rows.map(({ message, handover, position, given_up }) => ({
      message,
      handoverId: handover,
      position: position as Position,
      failedAt: given_up as Position,
    }));
  });
}

export interface WaitingQuery {
  /** The instant that ages are reckoned to, RFC 3339. */
  readonly asOf: string;
}

export interface WaitingService {
  readonly service: string;
  /** Sent and not arrived, those given up among them. */
  readonly waiting: number;
  /** Given up: nobody pushes them any more. */
  readonly givenUp: number;
  /** Age of the one that waits longest. */
  readonly oldestSeconds: number;
}

export interface WaitingAnswer {
  readonly position: string | null;
  readonly asOf: string;
  readonly waiting: number;
  readonly givenUp: number;
  /** Those with most waiting first. */
  readonly services: readonly WaitingService[];
}

/** What waits for whom, by service. @throws ReadModelsOutdated */
export function waitingByService(
  models: ReadModels,
  { asOf }: WaitingQuery,
): Promise<WaitingAnswer> {
  return models.read(async (view) => {
    const { position = null } = await standingOf(view, [outbox]);
    const rows = await view.db
      .selectFrom('outbox')
      .select(({ fn }) => [
        'service',
        fn.countAll<number>().as('waiting'),
        fn.count<number>('given_up').as('givenUp'),
        fn.min('recorded_at').as('oldest'),
      ])
      .where('delivered_at', 'is', null)
      .groupBy('service')
      .execute();
    const services = rows
      .map(({ oldest, ...row }) => ({ ...row, oldestSeconds: ageSeconds(asOf, Number(oldest)) }))
      .sort((a, b) => b.waiting - a.waiting || (a.service < b.service ? -1 : 1));
    const sum = (of: (row: WaitingService) => number) =>
      services.reduce((total, row) => total + of(row), 0);
    return {
      position,
      asOf,
      waiting: sum((row) => row.waiting),
      givenUp: sum((row) => row.givenUp),
      services,
    };
  });
}

export interface WaitingMessagesQuery extends WaitingQuery {
  readonly service: string;
  readonly limit?: number;
}

export interface WaitingMessage {
  readonly position: string;
  readonly message: string;
  readonly handover: string;
  readonly kind: string;
  readonly patient: string;
  readonly pathway: string;
  /** When what it tells of took effect. */
  readonly time: string;
  readonly waitingSeconds: number;
  readonly state: 'waiting' | 'retrying' | 'given-up';
  /** Pushes that failed. */
  readonly attempts: number;
  /** Why the last one failed. */
  readonly reason: string | null;
  /** Not pushed again before then; null: not pushed yet, or given up. */
  readonly retryAt: string | null;
}

export interface WaitingMessagesAnswer {
  readonly position: string | null;
  readonly asOf: string;
  readonly service: string;
  /** How many wait in all. */
  readonly total: number;
  /** The longest waiting first. */
  readonly messages: readonly WaitingMessage[];
}

/** The messages that wait for one service. @throws ReadModelsOutdated */
export function waitingMessages(
  models: ReadModels,
  { service, asOf, limit }: WaitingMessagesQuery,
): Promise<WaitingMessagesAnswer> {
  return models.read(async (view) => {
    const { position = null } = await standingOf(view, [outbox]);
    const waiting = view.db
      .selectFrom('outbox')
      .where('service', '=', service)
      .where('delivered_at', 'is', null);
    const counted = await waiting.select(({ fn }) => fn.countAll<number>().as('n')).execute();
    const listed = waiting
      .select(['position', 'message', 'handover', 'kind', 'patient', 'pathway', 'time'])
      .select(['recorded_at', 'attempts', 'next_attempt', 'reason', 'given_up'])
      .orderBy('place');
    const rows = await (limit === undefined ? listed : listed.limit(limit)).execute();
    const messages = rows.map(({ recorded_at, next_attempt, given_up, ...row }) => ({
      ...row,
      waitingSeconds: ageSeconds(asOf, recorded_at),
      state: given_up !== null ? 'given-up' : row.attempts > 0 ? 'retrying' : 'waiting',
      retryAt:
        row.attempts > 0 && next_attempt !== null ? new Date(next_attempt).toISOString() : null,
    })) satisfies readonly WaitingMessage[];
    return { position, asOf, service, total: counted[0]?.n ?? 0, messages };
  });
}

function ageSeconds(asOf: string, since: number): number {
  return Math.max(0, (Date.parse(asOf) - since) / 1000);
}
