/**
 * A group as it crosses to the writing thread: one flat array, since texts and numbers in a
 * row are written and read in a third of the time that objects with names take.
 */
import type { MessagePort } from 'node:worker_threads';
import type { ExpectedRevision } from '../port.js';
import type { EncodedBatch, EncodedEvent, Payload } from '../validation.js';
import type { CommitGroup } from '../commit-protocol.js';

/** `nowMs`; of each batch stream, expected revision, bytes and number of events; of each event its fields. */
export type GroupMessage = readonly (Payload | number | undefined)[];

/** What is sent to the writing thread: a group, or to end, or to take groups from another thread too. */
export type WriterRequest = GroupMessage | 'close' | { readonly share: MessagePort };

/** A group of another thread was committed: who reads here may look for these streams. */
export interface Grown {
  readonly kind: 'grown';
  readonly streams: readonly string[];
}

export function toMessage({ nowMs, batches }: CommitGroup): GroupMessage {
  const message: (Payload | number | undefined)[] = [nowMs];
  for (const { stream, expected, bytes, events } of batches) {
    message.push(stream, expected, bytes, events.length);
    for (const { id, type, data, metadata, uniqueKey } of events)
      message.push(id, type, data, metadata, uniqueKey);
  }
  return message;
}

export function fromMessage(message: GroupMessage): CommitGroup {
  const batches: EncodedBatch[] = [];
  let at = 0;
  const next = <T>(): T => message[at++] as T;
  const nowMs = next<number>();
  while (at < message.length) {
    const stream = next<string>();
    const expected = next<ExpectedRevision>();
    const bytes = next<number>();
    const events: EncodedEvent[] = [];
    for (let left = next<number>(); left > 0; left -= 1) {
      const event = {
        id: next<string>(),
        type: next<string>(),
        data: next<Payload>(),
        metadata: next<Payload>(),
      };
      const uniqueKey = next<string | undefined>();
      events.push(uniqueKey === undefined ? event : { ...event, uniqueKey });
    }
    batches.push({ stream, expected, bytes, events });
  }
  return { nowMs, batches };
}
