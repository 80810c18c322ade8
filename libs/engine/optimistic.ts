/** Bounded optimistic retry: read, decide and append again when another writer was first. */
import { WrongExpectedRevision } from '#event-store';

/** Lanes keep this process from racing itself; more tries than this mean a fault elsewhere. */
export const MAX_ATTEMPTS = 10;

/** @throws WrongExpectedRevision after `MAX_ATTEMPTS` lost races */
export async function optimistically<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision) || tries >= MAX_ATTEMPTS) throw error;
    }
  }
}
