/**
 * Bounded optimistic retry: read, decide and append again when another writer was first.
 *
 * Who was first may have taken the very same decision, whose id is therefore known already,
 * with something else beside it: a report that came at the moment at which its timer fired.
 * The store then finds the id before it looks at the revision; it is the same lost race.
 */
import { EventIdConflict, WrongExpectedRevision } from '#event-store';

/** Lanes keep a thread from racing itself; more tries than this mean a fault elsewhere. */
export const ATTEMPTS_MAX = 10;

/** @throws WrongExpectedRevision or EventIdConflict after `MAX_ATTEMPTS` lost races */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const lost = error instanceof WrongExpectedRevision || error instanceof EventIdConflict;
      if (!lost || tries >= ATTEMPTS_MAX) throw error;
    }
  }
}
