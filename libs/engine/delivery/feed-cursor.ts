/**
 * Cursors of the outbox feed. A cursor is a token of the log, so that one from another log, or
 * from before a backup was restored, is recognised; the position of a message, which the
 * message itself carries, is accepted in its place.
 */
import {
  positionOf,
  readEventAt,
  readToken,
  tokenOf,
  type EventStore,
  type LogEvent,
  type LogToken,
  type Position,
} from '#event-store';

export interface FeedCursor {
  readonly token: LogToken;
  /** The event that the cursor comes after. */
  readonly event: LogEvent;
}

type Log = Pick<EventStore, 'identity' | 'readLog'>;

/** Undefined if the text is not a cursor, or not one of this log. */
export async function readCursor(store: Log, text: string): Promise<FeedCursor | undefined> {
  const token = readToken(text);
  if (token === undefined && !/^[0-9]{1,19}$/.test(text)) return undefined;
  const cursor = await cursorAt(
    store,
    token === undefined ? (text as Position) : positionOf(token),
  );
  return token === undefined || cursor?.token === token ? cursor : undefined;
}

/** Undefined if the log has no event at this position. */
export async function cursorAt(store: Log, position: Position): Promise<FeedCursor | undefined> {
  const event = await readEventAt(store, position);
  return event === undefined ? undefined : cursorOf(store, event);
}

export async function cursorOf(store: Log, event: LogEvent): Promise<FeedCursor> {
  return { token: tokenOf(await store.identity(), event), event };
}
