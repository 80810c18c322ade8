/**
 * Where `stafett log` goes on. The place where a page ended is kept outside the log, in a terminal
 * or a script, so it is a token: after a restore another event may stand at the same position.
 */
import {
  checkToken,
  positionOf,
  readEventAt,
  tokenOf,
  type EventStore,
  type LogEvent,
  type LogToken,
} from '#event-store';

type Log = Pick<EventStore, 'identity' | 'head' | 'readLog'>;

export class LogCursorLost extends Error {
  readonly code = 'cursor-lost';
  override readonly name = 'LogCursorLost';
  constructor() {
    super(
      'The log does not hold the event after which this cursor goes on: it was restored from a backup, ' +
        'or is another. Begin again without --from, or with a position in digits.',
    );
  }
}

export class CursorOfAnotherStream extends Error {
  readonly code = 'unknown-cursor';
  override readonly name = 'CursorOfAnotherStream';
  constructor() {
    super('The cursor is not one of this stream: give the one that was printed for it, as it was.');
  }
}

/** An event, and the cursor that goes on after it. */
export type EventWithCursor = LogEvent & { readonly cursor: LogToken };

export async function withCursors(
  store: Log,
  events: readonly LogEvent[],
): Promise<readonly EventWithCursor[]> {
  const log = await store.identity();
  return events.map((event) => ({ ...event, cursor: tokenOf(log, event) }));
}

/** The event after which the cursor goes on. @throws LogCursorLost */
export async function eventBefore(store: Log, cursor: LogToken): Promise<LogEvent> {
  const isThere = (await checkToken(store, cursor)) === 'same';
  const event = isThere ? await readEventAt(store, positionOf(cursor)) : undefined;
  if (event === undefined) throw new LogCursorLost();
  return event;
}
