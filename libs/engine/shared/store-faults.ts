/** Which faults are the store's own, and say nothing about the event that was worked on. */
import {
  EventIdConflict,
  EventStoreError,
  InvalidEvent,
  InvalidRead,
  LimitExceeded,
  WrongExpectedRevision,
} from '#event-store';

/** What a handler asked of the store could not be done: the same event would ask for it again. */
const FAULTS_OF_WHAT_WAS_ASKED = [EventIdConflict, InvalidEvent, InvalidRead, LimitExceeded];

/** Full, failed, closed, read by another writer: the event is not to blame, and everybody is concerned. */
export function isStoreFault(error: unknown): error is EventStoreError {
  return (
    error instanceof EventStoreError &&
    !FAULTS_OF_WHAT_WAS_ASKED.some((kind) => error instanceof kind)
  );
}

/** Another writer was first: the handler reads again and decides anew. */
export function isConflict(error: EventStoreError): boolean {
  return error instanceof WrongExpectedRevision;
}
