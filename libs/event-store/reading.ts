/** Reading page after page, for those who want all of a stream or of the log. */
import { LIMITS } from './port.js';
import type { EventStore, Position, RecordedEvent } from './port.js';

/** Every event of a stream in order; empty when it does not exist. */
export async function readWholeStream(store: EventStore, stream: string): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readStream(stream, { from: events.length, limit: LIMITS.pageEvents });
    events.push(...page);
    if (page.length < LIMITS.pageEvents) return events;
  }
}

/**
 * The log in pages, up to where it ended when the last page was read. `after` is
 * exclusive; a page holds `pageEvents` events (default 2,000), the last one fewer.
 */
export async function* readWholeLog(
  store: EventStore,
  options: { readonly after?: Position; readonly pageEvents?: number } = {},
): AsyncIterable<readonly RecordedEvent[]> {
  const limit = options.pageEvents ?? 2_000;
  let from = options.after;
  for (;;) {
    const page = await store.readLog(from === undefined ? { limit } : { limit, from });
    const last = page.at(-1);
    if (last !== undefined) yield page;
    if (last === undefined || page.length < limit) return;
    from = last.position;
  }
}
