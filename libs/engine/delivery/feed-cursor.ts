/**
 * Cursors of the outbox feed. A cursor is a token of the log, so that one from another log, or
 * from before a backup was restored, is recognised.
 */
import {
  checkToken,
  positionOf,
  readEventAt,
  readToken,
  tokenOf,
  type EventStore,
  type LogEvent,
  type LogToken,
  type Position,
} from '#event-store';
import { CursorLost, UnknownCursor, type CursorPath } from '../delivery-port/delivery-port.js';

export interface FeedCursor {
  readonly token: LogToken;
  /** The event that the cursor comes after. */
  readonly event: LogEvent;
}

type Log = Pick<EventStore, 'identity' | 'head' | 'readLog'>;

/**
 * @param path which part of the request it came in
 * @throws UnknownCursor the text is no cursor
 * @throws CursorLost the log has no longer the event that it names, or never had
 */
export async function readCursor(store: Log, text: string, path: CursorPath): Promise<FeedCursor> {
  const token = readToken(text);
  if (token === undefined) throw new UnknownCursor(path);
  const check = await checkToken(store, token);
  const cursor = check === 'same' ? await cursorAt(store, positionOf(token)) : undefined;
  if (cursor === undefined) throw new CursorLost(path);
  return cursor;
}

/** Undefined if the log has no event at this position. */
export async function cursorAt(store: Log, position: Position): Promise<FeedCursor | undefined> {
  const event = await readEventAt(store, position);
  return event === undefined ? undefined : cursorOf(store, event);
}

export async function cursorOf(store: Log, event: LogEvent): Promise<FeedCursor> {
  return { token: tokenOf(await store.identity(), event), event };
}
