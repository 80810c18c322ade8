/**
 * Appending what is said once, wherever its stream stands: for events whose ids are made
 * from what they say, such as an entry in an index or a note that something was done.
 */
import { WrongExpectedRevision } from './errors.js';
import type { Appended, EventStore, NewEvent } from './port.js';
import { readStreamAsItIs } from './reading.js';

/** More lost races than this mean a fault elsewhere. */
const ATTEMPTS_MAX = 25;

/**
 * Reads the stream and appends the events at its end, again and again where another writer
 * was first; unless they are in the stream already, as the first one's id tells. Ids are all
 * that it looks at, so it takes no notice of events that are damaged.
 *
 * @throws WrongExpectedRevision after 25 lost races; whatever `readStream` and `append` throw
 */
export async function appendOnce(
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
): Promise<Appended> {
  const firstId = events[0]?.id.toLowerCase();
  for (let attempt = 1; ; attempt += 1) {
    const recorded = await readStreamAsItIs(store, stream);
    const first = recorded.findIndex(({ id }) => id === firstId);
    const last = recorded[first + events.length - 1];
    if (first >= 0 && last !== undefined) {
      const { revision: lastRevision, position } = last;
      return { firstRevision: first, lastRevision, position, repeated: true };
    }
    try {
      return await store.append(stream, recorded.at(-1)?.revision ?? 'none', events);
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}
