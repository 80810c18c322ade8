/** A group of appends as `append_group` takes it, and what that answers. */
import type { BatchOutcome } from '../commit-protocol.js';
import type { EncodedBatch, EncodedEvent, Payload } from '../validation.js';
import { byteaArray, int4Array, int8Array, textArray, uuidArray } from './binary-arrays.js';
import { crcOf, crcOfName } from './checksum.js';
import { OUTCOME } from './append-function.js';

/** As many parameters as `appendValues` gives. */
const PARAMETERS = Array.from({ length: 20 }, (_, index) => `$${index + 1}`).join(', ');

export const appendStatement = (schema: string): string =>
  `SELECT head, outcomes, revisions FROM "${schema}".append_group(${PARAMETERS})`;

export interface AppendCall {
  /** The number of the lock that puts commits in order. */
  readonly order: string;
  readonly channel: string;
  readonly writer: string;
  readonly nowMs: number;
}

export function appendValues(call: AppendCall, batches: readonly EncodedBatch[]): unknown[] {
  const types = new Map<string, number>();
  const events: EncodedEvent[] = [];
  const [batchOf, revisions, typeOf]: [number[], number[], number[]] = [[], [], []];
  for (const [index, batch] of batches.entries()) {
    const first = batch.expected === 'none' ? 0 : batch.expected + 1;
    for (const [n, event] of batch.events.entries()) {
      events.push(event);
      batchOf.push(index + 1);
      revisions.push(first + n);
      const type = types.get(event.type) ?? types.size + 1;
      types.set(event.type, type);
      typeOf.push(type);
    }
  }
  const names = batches.map(({ stream }) => stream);
  const typeNames = [...types.keys()];
  return [
    ...[call.order, call.channel, call.writer, Math.trunc(call.nowMs)],
    ...[textArray(names), int8Array(names.map(crcOfName))],
    int8Array(batches.map(({ expected }) => (expected === 'none' ? -1 : expected))),
    int8Array(batches.map((batch) => batch.events.length)),
    ...[textArray(typeNames), int8Array(typeNames.map(crcOfName))],
    ...[int4Array(batchOf), int8Array(revisions), uuidArray(events.map(({ id }) => id))],
    ...[int4Array(typeOf), int8Array(events.map(crcOf))],
    ...payloadArrays(events),
    events.some(({ uniqueKey }) => uniqueKey !== undefined)
      ? textArray(events.map(({ uniqueKey }) => uniqueKey))
      : null,
  ];
}

/** Data and metadata as text, then as bytes; a kind that no event has is left out. */
function payloadArrays(events: readonly EncodedEvent[]): (Buffer | null)[] {
  const fields = [events.map(({ data }) => data), events.map(({ metadata }) => metadata)];
  const isText = (payload: Payload): payload is string => typeof payload === 'string';
  return [
    ...fields.map((field) =>
      field.some(isText) ? textArray(field.map((each) => (isText(each) ? each : undefined))) : null,
    ),
    ...fields.map((field) =>
      field.every(isText)
        ? null
        : byteaArray(field.map((each) => (isText(each) ? undefined : each))),
    ),
  ];
}

/** One row of what `append_group` answers. */
export interface AppendAnswer {
  readonly head: string;
  readonly outcomes: string;
  readonly revisions: string;
}

/** What is settled already; `known` and `keys-taken` are for a second look. */
export type FirstOutcome =
  BatchOutcome | { readonly kind: 'known' } | { readonly kind: 'keys-taken' };

export function outcomesOf(
  { head, outcomes, revisions }: AppendAnswer,
  batches: readonly EncodedBatch[],
): FirstOutcome[] {
  const kinds = outcomes.split(',').map(Number);
  const last = revisions.split(',').map(Number);
  let position = Number(head);
  return batches.map(({ events }, index) => {
    const kind = kinds[index];
    if (kind === OUTCOME.known) return { kind: 'known' };
    if (kind === OUTCOME.keysTaken) return { kind: 'keys-taken' };
    const actual = last[index]!;
    if (kind === OUTCOME.wrongRevision)
      return { kind: 'wrong-revision', actual: actual < 0 ? undefined : actual };
    position += events.length;
    const [firstRevision, lastRevision] = [actual + 1, actual + events.length];
    return { kind: 'appended', firstRevision, lastRevision, position, repeated: false };
  });
}

/**
 * The group in rounds, in which no stream and no unique key comes twice: the server decides about
 * all batches of a round at once.
 */
export function roundsOf(batches: readonly EncodedBatch[]): EncodedBatch[][] {
  const rounds: EncodedBatch[][] = [];
  const lastRound = new Map<string, number>();
  for (const batch of batches) {
    const claims = [`s${batch.stream}`];
    for (const { uniqueKey } of batch.events)
      if (uniqueKey !== undefined) claims.push(`k${uniqueKey}`);
    const round = 1 + Math.max(...claims.map((claim) => lastRound.get(claim) ?? -1));
    for (const claim of claims) lastRound.set(claim, round);
    (rounds[round] ??= []).push(batch);
  }
  return rounds;
}
