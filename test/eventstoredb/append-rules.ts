/**
 * What the server makes of an append before it writes anything: new, a repeat, or a conflict.
 * It looks at ids only where the expected revision lies behind the stream's end, and then
 * compares no more events than were sent: the beginning of an earlier append counts as a repeat
 * of it. At the current revision it looks at nothing and writes.
 */
import type { RecentIds } from './recent-ids.js';
import type { Expected, StoredEvent } from './records.js';

/** A stream as an append finds it, whether or not all of it can be read yet. */
export interface StreamState {
  readonly name: string;
  /** By revision. */
  readonly events: readonly StoredEvent[];
  readonly tombstoned: boolean;
  /** Deleted in such a way that it can be written to again. */
  readonly softDeleted: boolean;
  /** Whether its metadata stream holds anything: then it exists for `stream-exists`. */
  readonly hasMetadata: boolean;
}

export type Verdict =
  | { readonly kind: 'write' }
  | { readonly kind: 'repeat'; readonly last: number; readonly position: number | undefined }
  | { readonly kind: 'conflict'; readonly current: number }
  | { readonly kind: 'deleted' };

const WRITE: Verdict = { kind: 'write' };

export function judge(
  stream: StreamState,
  expected: Expected,
  ids: readonly string[],
  recent: RecentIds,
): Verdict {
  const current = stream.events.length - 1;
  const conflict: Verdict = { kind: 'conflict', current };
  if (stream.tombstoned) return { kind: 'deleted' };
  if (expected === 'stream-exists') {
    if (stream.softDeleted) return { kind: 'deleted' };
    if (current < 0 && !stream.hasMetadata) return conflict;
  }
  if (expected === 'any' || expected === 'stream-exists')
    return judgeByRecentIds(stream, ids, recent, conflict);
  const revision = expected === 'no-stream' ? -1 : expected;
  if (revision === current) return WRITE;
  if (revision > current || ids.length === 0) return conflict;
  const differs = ids.findIndex((id, index) => stream.events[revision + 1 + index]?.id !== id);
  if (differs === -1) {
    const last = revision + ids.length;
    const position = stream.softDeleted ? undefined : stream.events[last]?.position;
    return { kind: 'repeat', last, position };
  }
  return differs === 0 && revision === -1 && stream.softDeleted ? WRITE : conflict;
}

function judgeByRecentIds(
  stream: StreamState,
  ids: readonly string[],
  recent: RecentIds,
  conflict: Verdict,
): Verdict {
  const places = ids.map((id) => recent.find(id, stream.name));
  const last = places.at(-1);
  if (places[0] === undefined) return WRITE;
  if (last === undefined || places.includes(undefined)) return conflict;
  return { kind: 'repeat', last: last.revision, position: last.position };
}
