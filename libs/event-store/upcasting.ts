/**
 * Upcasting: the one place where old versions of an event become today's. Adapters
 * apply it to every event they read, so that consumers know only the newest version.
 */
import { InvalidEvent } from './errors.js';
import type { NewEvent, Upcasters } from './port.js';

type Upcastable = Pick<NewEvent, 'type' | 'data' | 'metadata'>;

/** Longest chain of versions; a longer one is a circle. */
const STEPS_MAX = 100;

/**
 * The function that brings an event up to date, or undefined when there is nothing
 * to apply. It answers the same object when no upcaster matches its type.
 *
 * @throws InvalidEvent (when applied) the upcasters lead in a circle
 */
export function upcastWith(
  upcasters: Upcasters | undefined,
): ((event: Upcastable) => Upcastable) | undefined {
  const byType = new Map(Object.entries(upcasters ?? {}));
  if (byType.size === 0) return undefined;
  return (event) => {
    let current = event;
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const upcaster = byType.get(current.type);
      if (upcaster === undefined) return current;
      current = upcaster(current);
    }
    throw new InvalidEvent(`The upcasters from ${event.type} lead in a circle.`);
  };
}
