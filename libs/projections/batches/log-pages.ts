/** The log as the runner reads it: in pages, up to a position. */
import { comparePositions } from '#event-store';
import type { EventPage, EventStore, Position } from '#event-store';
import { isBehind } from '../port/checkpoints.js';

const PAGE_BYTES = 4 * 1024 * 1024;

export interface PagePlace {
  readonly after: Position | undefined;
  /** Inclusive; undefined: as far as the log goes. */
  readonly upTo: Position | undefined;
  /** Events at most. */
  readonly limit: number;
}

export function readPage(store: EventStore, { after, upTo, limit }: PagePlace): Promise<EventPage> {
  if (upTo !== undefined && !isBehind(after, upTo))
    return Promise.resolve({ events: [], end: true });
  const page = store
    .readLog({ limit, maxBytes: PAGE_BYTES, ...(after === undefined ? {} : { from: after }) })
    .then((read) => (upTo === undefined ? read : endingAt(upTo, read)));
  // Its failure is handled where it is awaited; after an abort it is not.
  page.catch(() => undefined);
  return page;
}

/** Of the last event before this place; undefined where it is the first. */
export async function positionBefore(
  store: EventStore,
  from: Position,
): Promise<Position | undefined> {
  const { events } = await store.readLog({ direction: 'backwards', from, limit: 1 });
  return events[0]?.position;
}

export function earlierOf(a: Position | undefined, b: Position | undefined): Position | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return comparePositions(a, b) <= 0 ? a : b;
}

/** The part of a page up to a position, inclusive. */
function endingAt(upTo: Position, { events, end }: EventPage): EventPage {
  const within = events.filter(({ position }) => comparePositions(position, upTo) <= 0);
  return { events: within, end: end || within.length < events.length };
}
