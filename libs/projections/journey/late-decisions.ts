/**
 * Which decisions are due to a timer that fired late. Never stored: derived from when a
 * decision takes effect and when it was recorded.
 *
 * A decision is a timer's if its batch has no fact (otherwise the report caused it), and the
 * event before its batch had planned a wake-up no later than the decision takes effect
 * (otherwise something else caused it, such as a pathway published or migrated later).
 */
import type { RecordedEvent } from '#event-store';
import { decisionFromStored } from '#pathway';
import { factFromStored } from '#care-event';

/** Polling once a second and writing in groups take no longer than this in normal operation, ms. */
export const LATE_AFTER_MS = 60_000;

/**
 * @param events a patient's stream from its beginning, in order
 * @returns seconds by the revision of each decision that was late
 */
export function lateSeconds(events: readonly RecordedEvent[]): ReadonlyMap<number, number> {
  const late = new Map<number, number>();
  for (const batch of batchesOf(events)) {
    const planned = wakeOf(events[(batch[0]?.revision ?? 0) - 1]);
    if (planned === undefined || batch.some((event) => factFromStored(event) !== undefined))
      continue;
    for (const event of batch) {
      const effectiveAt = decisionFromStored(event)?.effectiveAt;
      if (effectiveAt === undefined || effectiveAt < planned) continue;
      const lateMs = event.knownAt - effectiveAt;
      if (lateMs > LATE_AFTER_MS) late.set(event.revision, lateMs / 1_000);
    }
  }
  return late;
}

/** What was appended together: recorded at one instant, up to an event that plans a wake-up. */
function batchesOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const batches: RecordedEvent[][] = [];
  for (const event of events) {
    const batch = batches.at(-1);
    const before = batch?.at(-1);
    const goesOn = before?.knownAt === event.knownAt && wakeOf(before) === undefined;
    if (batch !== undefined && goesOn) batch.push(event);
    else batches.push([event]);
  }
  return batches;
}

function wakeOf(event: RecordedEvent | undefined): number | undefined {
  const wake = event?.metadata['wake'];
  return typeof wake === 'number' ? wake : undefined;
}
