/** What the stand-in for EventStoreDB keeps of an event, and how large the server's record of it is. */

/** An event as a writer proposes it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as it stands in the log. */
export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  /** `TOMBSTONE_REVISION` for the event that ends a stream for good. */
  readonly revision: number;
  /** Where its record begins in the log, in bytes. */
  readonly position: number;
  /** Milliseconds; the same for all events of an append. */
  readonly created: number;
}

/** What a writer expects of a stream: its last revision, or one of the server's three words. */
export type Expected = number | 'no-stream' | 'any' | 'stream-exists';

/** In memory; on the wire it is the largest 64-bit number. */
export const TOMBSTONE_REVISION = -2;

/** The bytes that the server's record has around names and payloads, roughly. */
const RECORD_OVERHEAD = 112;

/** How far an event moves the end of the log. */
export function recordSize(event: ProposedEvent, stream: string): number {
  const names = Buffer.byteLength(stream) + Buffer.byteLength(event.type);
  return RECORD_OVERHEAD + names + event.data.length + event.metadata.length;
}

/** What counts against the size of an append: payloads, and types at two bytes a character. */
export function appendSize(events: readonly ProposedEvent[]): number {
  return events.reduce(
    (sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  );
}
