/**
 * Copying a log into another store, event for event. An append gives an event its place and its
 * time; a copy keeps what the event says, its place in its stream, the order of all events, and
 * from when each counts as known. Positions and the store's own times are the new log's.
 */
import { retrying } from './retrying.js';
import type { EventStore, NewEvent, RecordedEvent } from './port.js';

/** An event on its way into another log. */
export type CopiedEvent = Pick<
  RecordedEvent,
  'stream' | 'revision' | 'id' | 'type' | 'data' | 'metadata' | 'knownAt'
> &
  Pick<NewEvent, 'uniqueKey'>;

/**
 * Where a log is copied to: empty, or with the beginning of the same log from an earlier try. Nobody
 * else writes there.
 */
export interface CopyTarget {
  /** What it takes of one event, encoded data plus metadata, bytes; undefined: any size. */
  readonly eventBytes: number | undefined;
  /** What is there so far. */
  readonly log: Pick<EventStore, 'readLog' | 'head'>;
  /**
   * Adds them in this order. Those that were written when it is cut short are the first ones.
   *
   * @returns how many have a unique key that another event before them has; they go without it
   */
  write(events: readonly CopiedEvent[]): Promise<number>;
  /** Once all is there and was compared: from here on it can be used as a log. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A store that is written to as always, one append after the other: for logs that keep the order
 * of appends only so. Where events count as known from their append on, its clock says since when.
 *
 * @param open opens the store with this clock
 */
export async function appendingTarget(
  open: (clock: () => number) => Promise<EventStore>,
): Promise<CopyTarget> {
  let knownAt = 0;
  const opened = await open(() => knownAt);
  const store = retrying(opened);
  return {
    eventBytes: store.limits.eventBytes,
    log: store,
    async write(events) {
      for (const batch of batchesOf(events, store.limits)) {
        const [{ stream, revision, knownAt: known }] = batch as [CopiedEvent];
        knownAt = known;
        await store.append(stream, revision === 0 ? 'none' : revision - 1, batch.map(appended));
      }
      return 0;
    },
    complete: () => Promise.resolve(),
    close: () => store.close(),
  };
}

function appended({ id, type, data, metadata }: CopiedEvent): NewEvent {
  return { id, type, data, metadata };
}

/** Neighbours of one stream that are known since the same instant, as far as an append takes them. */
function* batchesOf(
  events: readonly CopiedEvent[],
  { batchEvents, batchBytes }: EventStore['limits'],
): Generator<readonly CopiedEvent[]> {
  let batch: CopiedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOfCopied(event);
    const last = batch.at(-1);
    const belongs =
      last?.stream === event.stream &&
      last.knownAt === event.knownAt &&
      batch.length < batchEvents &&
      bytes + size <= batchBytes;
    if (!belongs && batch.length > 0) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Encoded data plus metadata, bytes. */
export function sizeOfCopied({ data, metadata }: Pick<NewEvent, 'data' | 'metadata'>): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
