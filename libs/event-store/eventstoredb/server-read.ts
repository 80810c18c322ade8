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
  const { promise: over, resolve, reject } = Promise.withResolvers<undefined>();
  const abort = (): void => resolve(undefined);
  signal?.addEventListener('abort', abort);
  const silence = setTimeout(() => {
    reject(new Unavailable(`The server did not answer a read for ${SILENCE_MS} ms.`));
  }, SILENCE_MS);
  let count = 0;
  let isOver = false;
  read.on('data', ({ event }) => {
    if (isOver) return;
    silence.refresh();
    count += 1;
    try {
      isOver = event !== undefined && !take(event);
    } catch (error) {
      reject(error);
    }
    if (isOver) resolve(undefined);
  });
  // These stay: the client tells of one fault more than once.
  read.on('error', (error) => reject(error));
  read.on('end', () => resolve(undefined));
  try {
    await over;
    signal?.throwIfAborted();
    return count;
  } catch (error) {
    signal?.throwIfAborted();
    const fault = readFault(error as Error);
    if (fault === undefined) return count;
    throw fault;
  } finally {
    isOver = true;
    clearTimeout(silence);
    signal?.removeEventListener('abort', abort);
    // It goes on flowing: a call that nobody reads to its end stays with the client for ever.
    read.cancel().catch(() => undefined);
  }
}

/** Undefined where there is just nothing to read. */
function readFault(error: Error): Error | undefined {
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
