/** Reading page after page, for those who want all of a stream or of the log. */
import { LIMITS } from './port.js';
import type { EventStore, Position, RecordedEvent, SubscriptionFilter } from './port.js';

/** Every event of a stream in order; empty when it does not exist. */
export async function readWholeStream(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const from = (all.at(-1)?.revision ?? -1) + 1;
    const { events, end } = await store.readStream(stream, { from, limit: LIMITS.pageEvents });
    if (all.length === 0 && end) return [...events];
    all.push(...events);
    if (end) return all;
  }
}

/** The last event of a stream; undefined when it does not exist. */
export async function readLast(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<RecordedEvent | undefined> {
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
): AsyncIterable<readonly RecordedEvent[]> {
  const { filter, pageEvents: limit = 2_000 } = options;
  for (let from = options.after; ;) {
    const page = await store.readLog({ limit, ...(from && { from }), ...(filter && { filter }) });
    if (page.events.length > 0) yield page.events;
    if (page.end) return;
    from = (page.reached ?? page.events.at(-1))?.position ?? from;
  }
}
