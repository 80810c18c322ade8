/**
 * Positions outside the log. A position alone means nothing in another log, nor in the same
 * one restored from a backup and written on: there another event may stand at it. So
 * whoever keeps a position elsewhere (a checkpoint, a cursor, an ETag) keeps a token, and has
 * it checked before going on from it.
 */
import { hash } from 'node:crypto';
import { PositionNotInLog } from './errors.js';
import { comparePositions } from './port.js';
import type { EventPlace, EventStore, LogEvent, Position } from './port.js';

/**
 * An event's position, with what tells its log and the event from any other: opaque text
 * that fits into a URL, a header and a row. Tokens of the same log are ordered by their
 * positions.
 */
export type LogToken = string & { readonly __brand: 'LogToken' };

/** How a token stands to a log. Only after `same` may anybody go on from its position. */
export type TokenCheck =
  | 'same'
  /** It comes from another log. */
  | 'other-log'
  /** Another event, or none, stands at that position: the log was restored and written on. */
  | 'other-event'
  /** The log ends before that position: it was restored, or its reader lags behind. */
  | 'beyond-end';

/** Characters of a fingerprint: 96 bits, in 6 bits each. */
const FINGERPRINT = 16;
const TOKEN = new RegExp(
  `^(0|[1-9][0-9]{0,18})[.]([\\w-]{${FINGERPRINT}})([\\w-]{${FINGERPRINT}})$`,
);

/** @param log the identity of the log that the event was read from: `EventStore.identity` */
export function tokenOf(log: string, event: EventPlace): LogToken {
  return `${event.position}.${fingerprint(log)}${fingerprint(identityOf(event))}` as LogToken;
}

/** Reads a token that may have come from outside; undefined when the text is none. */
export function readToken(text: string): LogToken | undefined {
  return TOKEN.test(text) ? (text as LogToken) : undefined;
}

/** What tells the token's log from any other. */
export function logOf(token: LogToken): string {
  const [, , log = ''] = TOKEN.exec(token) ?? [];
  return log;
}

/** Where the token's event stands, in its own log. */
export function positionOf(token: LogToken): Position {
  return token.slice(0, token.indexOf('.')) as Position;
}

/** @throws what a read throws; and RangeError for a text that is no token */
export async function checkToken(
  store: Pick<EventStore, 'identity' | 'head' | 'readLog'>,
  token: LogToken,
): Promise<TokenCheck> {
  const [, , log, event] = TOKEN.exec(token) ?? [];
  if (log === undefined) throw new RangeError('This text is not a token of a log.');
  if (log !== fingerprint(await store.identity())) return 'other-log';
  const position = positionOf(token);
  const head = await store.head();
  if (head === undefined || comparePositions(position, head) > 0) return 'beyond-end';
  const found = await readEventAt(store, position);
  return found !== undefined && fingerprint(identityOf(found)) === event ? 'same' : 'other-event';
}

/** The event at exactly that position of the log; undefined when none is. */
export async function readEventAt(
  store: Pick<EventStore, 'readLog'>,
  position: Position,
): Promise<LogEvent | undefined> {
  const before = await eventBefore(store, position);
  if (before === 'none-there') return undefined;
  const from = before === undefined ? {} : { from: before.position };
  const {
    events: [found],
  } = await store.readLog({ limit: 1, ...from });
  return found?.position === position ? found : undefined;
}

/** Undefined where it is the first of the log; `none-there` where a log knows that nothing begins there. */
async function eventBefore(
  store: Pick<EventStore, 'readLog'>,
  position: Position,
): Promise<LogEvent | 'none-there' | undefined> {
  try {
    const { events } = await store.readLog({ direction: 'backwards', from: position, limit: 1 });
    return events[0];
  } catch (error) {
    if (error instanceof PositionNotInLog) return 'none-there';
    throw error;
  }
}

/**
 * Tells an event from any other. When it was recorded belongs to it: what is imported
 * again into a log that was restored gets the same id at another time.
 */
function identityOf({ id, recordedAt }: Pick<LogEvent, 'id' | 'recordedAt'>): string {
  return `${id} ${recordedAt}`;
}

function fingerprint(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, FINGERPRINT);
}
