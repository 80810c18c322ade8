/** The store as its callers see it, outside whatever is planted: of those who expected the same, one may win. */
import type { Appended, EventStore, ExpectedRevision, NewEvent } from '#event-store';
import type { Observer } from './observer.js';

export function asked(store: EventStore, observer: Observer): EventStore {
  const append = async (
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> => {
    const appended = await store.append(stream, expected, events);
    observer.answered(stream, expected, events);
    return appended;
  };
  return Object.create(store, { append: { value: append } }) as EventStore;
}
