/** How far something that follows the log is behind it. */
import type { EventStore, Position } from '#event-store';

/**
 * The age of the first event that it has not seen, since positions tell an order and no
 * distance; 0 where it has seen all.
 * @param now ms since the epoch, by the clock that says since when an event is known
 */
export async function behindSeconds(
  store: EventStore,
  position: Position | undefined,
  now: number,
): Promise<number> {
  const from = position === undefined ? {} : { from: position };
  const {
    events: [next],
  } = await store.readLog({ limit: 1, ...from });
  return next === undefined ? 0 : Math.max(0, now - next.knownAt) / 1000;
}
