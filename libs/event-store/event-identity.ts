/** What tells an event from any other, in a log that may have been restored. */
import type { RecordedEvent } from './port.js';

/**
 * Tells an event from any other. When it was recorded belongs to it: what is imported
 * again into a log that was restored gets the same id at another time.
 */
export function identityOf({ id, recordedAt }: Pick<RecordedEvent, 'id' | 'recordedAt'>): string {
  return `${id} ${recordedAt}`;
}
