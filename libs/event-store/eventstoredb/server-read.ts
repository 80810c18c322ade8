/** Reading from the server, record by record, with an end to its silence, and its faults in the port's terms. */
import {
  AccessDenied,
  EventStoreError,
  HistoryMissing,
  PositionNotInLog,
  Unavailable,
} from '../errors.js';
import { serverFault } from './client.js';
import type { ServerRead, ServerRecord } from './client.js';

/**
 * How long the server may be silent within a read, ms. A server that is frozen answers never;
 * the connection to it is dropped after some 18 s.
 */
export const SILENCE_MS = 20_000;

const ignore = (): undefined => undefined;

/**
 * Hands each record to `take` until that answers false.
 *
 * @returns how many came
 * @throws Unavailable, AccessDenied, HistoryMissing, PositionNotInLog; the signal's reason
 */
export async function eachRecord(
  read: ServerRead,
  signal: AbortSignal | undefined,
  take: (record: ServerRecord) => boolean,
): Promise<number> {
  // The client tells of a fault more than once, and nobody listens any more by then.
  read.on('error', ignore);
  const end = (): void => void read.destroy(new Unavailable('The read was ended.'));
  const silence = setTimeout(() => {
    read.destroy(new Unavailable(`The server did not answer a read for ${SILENCE_MS} ms.`));
  }, SILENCE_MS);
  signal?.addEventListener('abort', end);
  let count = 0;
  try {
    for await (const { event } of read as AsyncIterable<{ readonly event?: ServerRecord }>) {
      silence.refresh();
      count += 1;
      if (event !== undefined && !take(event)) break;
    }
    return count;
  } catch (error) {
    signal?.throwIfAborted();
    const fault = readFault(error);
    if (fault === undefined) return count;
    throw fault;
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', end);
    read.cancel().catch(ignore);
  }
}

/** Undefined where there is just nothing to read. */
function readFault(error: unknown): unknown {
  if (error instanceof EventStoreError || error instanceof TypeError) return error;
  const fault = serverFault(error);
  switch (fault.kind) {
    case 'stream-not-found':
      return undefined;
    case 'access-denied':
      return new AccessDenied();
    case 'stream-deleted':
      return new HistoryMissing('a stream was deleted');
    case 'no-position':
      return new PositionNotInLog('between-events');
    case 'unknown':
      return new Unavailable(fault.reason);
    default:
      return new Unavailable(fault.kind);
  }
}
