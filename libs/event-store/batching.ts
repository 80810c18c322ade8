/** Splitting what is appended to one stream into batches that a store takes. */
import { LimitExceeded } from './errors.js';
import type { AppendLimits, NewEvent } from './port.js';

/**
 * Of the bytes that an append may have, how much is filled by what events come to as JSON:
 * the rest is for what a codec adds to them.
 */
const FILLED = 0.75;

/**
 * The events in order, in batches that keep within the limits of an append. An event that
 * is large by itself has a batch of its own.
 *
 * @throws LimitExceeded an event that no append could hold, before anything is appended
 */
export function splitBatches<Event extends Pick<NewEvent, 'id' | 'data' | 'metadata'>>(
  events: readonly Event[],
  limits: AppendLimits,
): Event[][] {
  const bytesMax = limits.batchBytes * FILLED;
  const batches: Event[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOf(event);
    if (size > limits.eventBytes) {
      throw new LimitExceeded(`The size of event ${event.id} in bytes`, limits.eventBytes, size);
    }
    const batch = batches.at(-1);
    bytes += size;
    if (batch === undefined || batch.length >= limits.batchEvents || bytes > bytesMax) {
      batches.push([event]);
      bytes = size;
    } else {
      batch.push(event);
    }
  }
  return batches;
}

function sizeOf({ data, metadata }: Pick<NewEvent, 'data' | 'metadata'>): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
