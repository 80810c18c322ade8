/**
 * Copying a log into another store, event for event. An append gives an event its place and its
 * time; a copy keeps what the event says, its place in its stream, the order of all events, and
 * from when each counts as known. Positions and the store's own times are the new log's.
 */
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

/** Encoded data plus metadata, bytes. */
export function sizeOfCopied({ data, metadata }: Pick<NewEvent, 'data' | 'metadata'>): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}
