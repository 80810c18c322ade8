/**
 * Batches of which events are in their stream already: a repeat gets the first answer again,
 * anything else that overlaps is refused.
 */
import type { BatchOutcome } from './commit-protocol.js';
import type { EncodedBatch, Payload } from './validation.js';

/** An event as its stream holds it. */
export interface StoredRow {
  readonly position: number;
  readonly revision: number;
  readonly type: string;
  readonly data: Payload;
  readonly metadata: Payload;
}

/** The answer for a batch of which something is there already; undefined when nothing is. */
export function answerForRepeat(
  { events }: EncodedBatch,
  rows: readonly (StoredRow | undefined)[],
): BatchOutcome | undefined {
  const first = rows[0];
  if (first === undefined && rows.every((row) => row === undefined)) return undefined;
  const stored: StoredRow[] = [];
  let sameBytes = true;
  for (const [index, row] of rows.entries()) {
    if (first === undefined || row === undefined || row.revision !== first.revision + index) {
      const known = rows.findIndex((each) => each !== undefined);
      return { kind: 'conflict', id: events[known]!.id, reason: 'partial-overlap' };
    }
    const event = events[index]!;
    if (row.type !== event.type) return { kind: 'conflict', id: event.id, reason: 'other-content' };
    sameBytes &&= isSame(row.data, event.data) && isSame(row.metadata, event.metadata);
    stored.push(row);
  }
  const last = stored.at(-1)!;
  const answer = {
    kind: 'appended',
    firstRevision: stored[0]!.revision,
    lastRevision: last.revision,
    position: last.position,
    repeated: true,
  } as const;
  if (sameBytes) return answer;
  return { ...answer, stored: stored.map(({ data, metadata }) => ({ data, metadata })) };
}

function isSame(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Buffer.compare(a, b) === 0;
}
