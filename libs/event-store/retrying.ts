/**
 * Appends that are sent again until their outcome is known: the one place where a store that
 * did not answer, or could not be reached, is asked again. The same events at the same
 * revision cannot be written twice, so whoever appends through here hears what became of
 * it, or that it stayed unknown for long.
 */
import { OutcomeUnknown, StoreFull, Unavailable } from './errors.js';
import { Pauses } from './pauses.js';
import type { RetryOptions } from './pauses.js';
import type { Appended, EventStore } from './port.js';

/**
 * The same store, whose appends settle what became of them.
 *
 * @throws (its `append`) OutcomeUnknown or Unavailable once the budget is spent; everything
 *   else as the store throws it, at once
 */
export function retrying(store: EventStore, options: RetryOptions = {}): EventStore {
  const underWay = new Set<Promise<Appended>>();
  const settle = async (args: Parameters<EventStore['append']>): Promise<Appended> => {
    // A try whose outcome is unknown may still be carried out, whatever a later one answers.
    let unknown: OutcomeUnknown | undefined;
    for (const pauses = new Pauses(options, args[3]?.signal); ;) {
      try {
        return await store.append(...args);
      } catch (error) {
        if (error instanceof OutcomeUnknown) unknown ??= error;
        else if (error instanceof StoreFull) throw unknown ?? error;
        else if (!(error instanceof Unavailable)) throw error;
        if (!(await pauses.next())) throw unknown ?? error;
      }
    }
  };
  const append = (...args: Parameters<EventStore['append']>): Promise<Appended> => {
    const settled = settle(args);
    underWay.add(settled);
    const forget = (): boolean => underWay.delete(settled);
    settled.then(forget, forget);
    return settled;
  };
  return {
    limits: store.limits,
    uniqueKeys: store.uniqueKeys,
    append,
    identity: () => store.identity(),
    readStream: (...args) => store.readStream(...args),
    readLog: (...args) => store.readLog(...args),
    head: (...args) => store.head(...args),
    subscribe: (...args) => store.subscribe(...args),
    close: async () => {
      await Promise.allSettled(underWay);
      await store.close();
    },
  };
}
