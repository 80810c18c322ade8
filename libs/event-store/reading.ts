/** Reading page after page, for those who want all of a stream or of the log. */
import { LogDamaged } from './errors.js';
import { LIMITS } from './port.js';
import type {
  EventPage,
  EventStore,
  LogEvent,
  Position,
  RecordedEvent,
  SubscriptionFilter,
} from './port.js';

/** The same events, for those who need every one of them. @throws LogDamaged one cannot be read */
export function requireReadable(events: readonly LogEvent[]): readonly RecordedEvent[] {
  for (const event of events) if (event.damage !== undefined) throw new LogDamaged(event);
  return events as readonly RecordedEvent[];
}

/** Every event of a stream in order; empty when it does not exist. @throws LogDamaged */
export async function readWholeStream(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<readonly RecordedEvent[]> {
  return requireReadable(await readStreamAsItIs(store, stream));
}

/** The same with the events that cannot be read, for those who can do without what is in these. */
export async function readStreamAsItIs(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<readonly LogEvent[]> {
  const all: LogEvent[] = [];
  for await (const page of readStreamPages(store, stream)) all.push(...page);
  return all;
}

/** Bytes of a stream that are read at once by those who may not need all of it. */
const STREAM_PAGE_BYTES = 1024 * 1024;

/** The same page by page, for those who do not need all of it at once. */
export async function* readStreamPages(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): AsyncIterable<readonly LogEvent[]> {
  const options = { limit: LIMITS.pageEvents, maxBytes: STREAM_PAGE_BYTES };
  for (let from = 0; ;) {
    const { events, end } = await store.readStream(stream, { ...options, from });
    if (events.length > 0) yield events;
    if (end) return;
    from = (events.at(-1)?.revision ?? from - 1) + 1;
  }
}

/** The last event of a stream; undefined when it does not exist. @throws LogDamaged */
export async function readLast(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<RecordedEvent | undefined> {
  const last = await readLastAsItIs(store, stream);
  if (last?.damage !== undefined) throw new LogDamaged(last);
  return last;
}

/** The same, readable or not, for those who only need where it stands. */
export async function readLastAsItIs(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<LogEvent | undefined> {
  const { events } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  return events[0];
}

export interface WholeLogOptions {
  readonly after?: Position;
  readonly pageEvents?: number;
  readonly filter?: SubscriptionFilter;
}

/**
 * The log in pages, up to where it ended when the last page was read. `after` is
 * exclusive; a page holds at most `pageEvents` events (default 2,000).
 */
export async function* readWholeLog(
  store: Pick<EventStore, 'readLog'>,
  options: WholeLogOptions = {},
): AsyncIterable<readonly LogEvent[]> {
  const { filter, pageEvents: limit = 2_000 } = options;
  const read = (from: Position | undefined): Promise<EventPage> =>
    store.readLog({ limit, ...(from && { from }), ...(filter && { filter }) });
  let from = options.after;
  for (let next = read(from); ;) {
    const page = await next;
    from = (page.reached ?? page.events.at(-1))?.position ?? from;
    // A server finds the next page while this one is being worked on.
    if (!page.end) next = read(from);
    // Whoever ends early does not wait for it.
    next.catch(() => undefined);
    if (page.events.length > 0) yield page.events;
    if (page.end) return;
  }
}
