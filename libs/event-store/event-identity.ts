/**
 * Whether a log is still the one that somebody has read: what a checkpoint keeps beside its
 * position, whoever keeps it.
 */
import type { EventStore, Position, RecordedEvent } from './port.js';

/**
 * Tells an event from any other. When it was recorded belongs to it: what is imported
 * again into a log that was restored gets the same id at another time.
 */
export function identityOf({ id, recordedAt }: Pick<RecordedEvent, 'id' | 'recordedAt'>): string {
  return `${id} ${recordedAt}`;
}

/** Whether the log holds that event, as `identityOf` tells, at that position. */
export async function holdsAt(
  store: Pick<EventStore, 'readLog'>,
  position: Position,
  event: string | undefined,
): Promise<boolean> {
  const {
    events: [before],
  } = await store.readLog({ direction: 'backwards', from: position, limit: 1 });
  const from = before === undefined ? {} : { from: before.position };
  const {
    events: [found],
  } = await store.readLog({ limit: 1, ...from });
  return found?.position === position && identityOf(found) === event;
}
