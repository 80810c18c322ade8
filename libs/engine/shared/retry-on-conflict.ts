/**
 * Optimistic concurrency: read, decide and append again when another writer was first.
 *
 * The other writer may have taken the very same decision, whose id is then known already,
 * with something else beside it: a report that came at the moment at which its timer fired.
 * The store then finds the id before it looks at the revision; it is the same lost race.
 */
import { EventIdConflict, WrongExpectedRevision } from '#event-store';

/** Commands of one patient queue within a process, so more attempts than this point to a fault elsewhere. */
export const ATTEMPTS_MAX = 10;

/** @throws WrongExpectedRevision or EventIdConflict after `ATTEMPTS_MAX` lost races */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error) || attempts >= ATTEMPTS_MAX) throw error;
    }
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof WrongExpectedRevision || error instanceof EventIdConflict;
}
