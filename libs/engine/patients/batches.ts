/**
 * Facts and decisions of a patient as batches that the store takes, and how they are appended.
 * Mostly it is one batch; a rule that recurs again and again can call for more decisions on
 * an old history than one batch holds.
 */
import {
  splitBatches,
  timeOrderedId,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#event-store';
import { ENGINE_SOURCE, factKey, storedFact, type CareEvent } from '#care-event';
import { storedDecision } from '#pathway';
import type { PatientHistory } from './patient-history.js';
import type { Reconciled } from './reconcile.js';

/** What the hint for the wake-up adds to an event, bytes. */
const HINT_BYTES = 32;

/** What of a store decides how events are batched. */
type BatchStore = Pick<EventStore, 'limits' | 'uniqueKeys'>;

/** Most bytes that data and metadata of one event may have. */
export function eventBytesMax({ limits }: BatchStore): number {
  return limits.eventBytes - HINT_BYTES;
}

/** How many bytes a fact takes in the log, data and metadata together. */
export function factBytes(fact: CareEvent): number {
  const { data, metadata } = storedFact(fact);
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}

/**
 * Facts come first. Ids are deterministic, so that a retry after a lost answer cannot write
 * anything twice; they begin with the time of the fact, which keeps the store's index in
 * order. The last event of each batch carries the hint for the wake-up index; where more is to
 * follow, that the patient is due at once. Where the store can keep keys unique, each fact has one:
 * the same source and id are then in the log once, whichever patient they come with.
 * @throws LimitExceeded a fact or a decision is larger than the store takes
 */
export function toBatches(
  patient: string,
  facts: readonly CareEvent[],
  { decisions, nextWakeUp }: Reconciled,
  store: BatchStore,
): readonly (readonly NewEvent[])[] {
  const events: NewEvent[] = [
    ...facts.map((fact) => ({
      id: timeOrderedId(instantHint(fact.occurredAt), 'fact', patient, factKey(fact)),
      ...storedFact(fact),
      ...(store.uniqueKeys && { uniqueKey: factKey(fact) }),
    })),
    ...decisions.map((decision) => ({
      id: timeOrderedId(decision.effectiveAt, 'decision', patient, decision.key),
      ...storedDecision(decision),
    })),
  ];
  const batches = splitBatches(events, { ...store.limits, eventBytes: eventBytesMax(store) });
  let appended = 0;
  return batches.map((batch) => {
    appended += batch.length;
    const next = decisions[Math.max(0, appended - facts.length)];
    const wake = appended === events.length ? nextWakeUp : (next?.effectiveAt ?? nextWakeUp);
    return wake === undefined ? batch : withHint(batch, wake);
  });
}

function withHint(batch: readonly NewEvent[], wake: number): readonly NewEvent[] {
  const last = batch.at(-1)!;
  return [...batch.slice(0, -1), { ...last, metadata: { ...last.metadata, wake } }];
}

/**
 * Appends one batch after the other. If only the first ones are in the log, after a crash or
 * as another process sees it, the next command takes the decisions that are missing.
 * @returns the first answer with the last one's position
 * @throws WrongExpectedRevision, other faults of the store
 */
export async function appendBatches(
  store: EventStore,
  stream: string,
  { expected }: { readonly expected: ExpectedRevision },
  batches: readonly (readonly NewEvent[])[],
): Promise<Appended> {
  let first: Appended | undefined;
  let last: Appended | undefined;
  for (const batch of batches) {
    last = await store.append(stream, last?.lastRevision ?? expected, batch);
    first ??= last;
  }
  if (first === undefined || last === undefined)
    throw new RangeError('There is nothing to append.');
  return { ...first, lastRevision: last.lastRevision, position: last.position };
}

/** Stored literal: when to look at the patient again, where nothing else was appended. */
const WAKE_UP_PLANNED = 'WakeUpPlanned.v1';

/**
 * A batch that only moves the wake-up, after one that found nothing to decide, where the hint
 * in the log no longer holds.
 */
export function wakeUpPlanned(
  patient: string,
  { expected }: Pick<PatientHistory, 'expected'>,
  wake: number | undefined,
): NewEvent[] {
  const metadata = { source: ENGINE_SOURCE, ...(wake === undefined ? {} : { wake }) };
  const id = timeOrderedId(wake ?? 0, 'wake-up', patient, String(expected), String(wake));
  return [{ id, type: WAKE_UP_PLANNED, data: {}, metadata }];
}

/** Only the order of an index depends on this, so a day or month counts from its UTC start. */
function instantHint(occurredAt: string): number {
  const ms = Date.parse(occurredAt);
  return Number.isNaN(ms) ? 0 : ms;
}
