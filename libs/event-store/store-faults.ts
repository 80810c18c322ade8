/** Distinguishes the store's own faults, which concern everybody, from those of one request. */
import {
  EventIdConflict,
  EventStoreError,
  InvalidEvent,
  InvalidRead,
  LimitExceeded,
  LogDamaged,
  WrongExpectedRevision,
} from './errors.js';

/**
 * The store refused what a handler asked for, or holds something that nobody can read: the same
 * event would ask for it again.
 */
const REFUSED_REQUESTS = [EventIdConflict, InvalidEvent, InvalidRead, LimitExceeded, LogDamaged];

/** Full, failed, closed, or changed by another writer: the event is not to blame. */
export function isStoreFault(error: unknown): error is EventStoreError {
  return (
    error instanceof EventStoreError && !REFUSED_REQUESTS.some((kind) => error instanceof kind)
  );
}

/** Another writer was first: the handler reads again and decides anew. */
export function isConflict(error: EventStoreError): boolean {
  return error instanceof WrongExpectedRevision;
}
