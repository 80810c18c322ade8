/**
 * What errors of the driver and of the server mean for the log. What the server says of a
 * statement may repeat a value of it, so only of faults that are about the server itself is it
 * passed on, and never as a cause.
 */
import { faultKind, serverCode, ServerReplaced, ServerUnsuitable } from '#postgres';
import type { GroupOutcome } from '../commit-protocol.js';
import {
  EventStoreError,
  LogFileDamaged,
  StoreFailed,
  StoreMissing,
  StoreReadOnly,
  Unavailable,
  UnsafeStorage,
} from '../errors.js';
import { FENCED } from './append-function.js';

const DAMAGED = /^XX00[12]$/;
const READ_ONLY = '25006';

/** Said to whoever appends, and ends the process that does. */
export const FENCED_REASON = 'another process has begun to write to this log';

/** One line for people and logs. */
export function describeFault(error: unknown): string {
  const code = serverCode(error);
  const message = (error as { readonly message?: string }).message || String(error);
  if (code === undefined) return message;
  return faultKind(error) === undefined ? `the server refused it, ${code}` : `${message}, ${code}`;
}

/** What a read or opening the log met, in the port's terms; a fault of the program stays as it is. */
export function readFault(error: unknown, place: string): unknown {
  if (error instanceof EventStoreError) return error;
  if (error instanceof ServerReplaced) return new StoreFailed(error.message);
  if (error instanceof ServerUnsuitable) return new UnsafeStorage(`${place}: ${error.message}`);
  const code = serverCode(error);
  if (code === READ_ONLY) return new StoreReadOnly();
  if (code !== undefined && DAMAGED.test(code)) return new LogFileDamaged(place, code);
  const kind = faultKind(error);
  if (kind === 'missing') return new StoreMissing(place);
  if (kind === undefined && code === undefined) return error;
  return new Unavailable(`${place}: ${describeFault(error)}.`);
}

/**
 * What became of a group.
 * @param sent whether the server may have been told to commit it
 */
export function groupFault(error: unknown, sent: boolean): GroupOutcome {
  if (error instanceof ServerReplaced) return { kind: 'failed', reason: error.message };
  const code = serverCode(error);
  const reason = describeFault(error);
  if (code === FENCED) return { kind: 'failed', reason: FENCED_REASON };
  if (code === READ_ONLY) return { kind: 'read-only' };
  if (code !== undefined && DAMAGED.test(code)) return { kind: 'failed', reason };
  const kind = faultKind(error);
  if (kind === 'full') return { kind: 'full', reason };
  if (kind === 'connection' && sent) return { kind: 'unknown', reason };
  // The server said no, and took back what it had done of it.
  return { kind: 'unavailable', reason: `${reason}.` };
}
