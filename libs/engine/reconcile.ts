/**
 * From facts to what has to be appended: assess every pathway the patient is on
 * and take the decisions that are missing. Used alike for a new fact and for a
 * wake-up, so there is one way in which anything is ever decided.
 */
import { timeOrderedId, type NewEvent } from '#event-store';
import {
  assess,
  decide,
  ENGINE_SOURCE,
  factKey,
  storedDecision,
  storedFact,
  type CareEvent,
  type Decision,
  type Definition,
  type RecordedDecision,
  type RecordedFact,
} from '#pathway';
import type { PatientHistory } from './history.js';

export interface Reconciled {
  readonly decisions: readonly Decision[];
  /** Earliest instant, ms since the epoch, at which any of the pathways could change by itself. */
  readonly nextWakeUp: number | undefined;
}

export function reconcile(
  definitions: readonly Definition[],
  facts: readonly RecordedFact[],
  recorded: readonly RecordedDecision[],
  at: number,
): Reconciled {
  const decisions: Decision[] = [];
  let nextWakeUp: number | undefined;
  for (const definition of definitions) {
    const assessment = assess(definition, facts, at);
    decisions.push(...decide(assessment, recorded));
    const wake = assessment.nextWakeUp;
    if (wake !== undefined && (nextWakeUp === undefined || wake < nextWakeUp)) nextWakeUp = wake;
  }
  return { decisions, nextWakeUp };
}

/**
 * The batch as the store takes it. Ids are deterministic, so that a retry after
 * a lost answer cannot write anything twice; they begin with the time of the
 * fact, which keeps the store's index in order. The last event carries the hint
 * for the wake-up index.
 */
export function toBatch(
  patient: string,
  facts: readonly CareEvent[],
  { decisions, nextWakeUp }: Reconciled,
): NewEvent[] {
  const last = facts.length + decisions.length - 1;
  const hintAt = (place: number): number | undefined => (place === last ? nextWakeUp : undefined);
  return [
    ...facts.map((fact, place) => ({
      id: timeOrderedId(instantHint(fact.occurredAt), 'fact', patient, factKey(fact)),
      ...storedFact(fact, hintAt(place)),
    })),
    ...decisions.map((decision, place) => ({
      id: timeOrderedId(decision.effectiveAt, 'decision', patient, decision.key),
      ...storedDecision(decision, hintAt(facts.length + place)),
    })),
  ];
}

/** Stored literal: says when to look again where nothing else had to be said. */
const WAKE_UP_PLANNED = 'WakeUpPlanned.v1';

/**
 * A batch that only moves the wake-up: of a wake-up that found nothing to decide,
 * where the hint in the log no longer holds.
 */
export function wakeUpOnly(
  patient: string,
  { expected }: PatientHistory,
  wake: number | undefined,
): NewEvent[] {
  const metadata = { source: ENGINE_SOURCE, ...(wake === undefined ? {} : { wake }) };
  const id = timeOrderedId(wake ?? 0, 'wake-up', patient, String(expected), String(wake));
  return [{ id, type: WAKE_UP_PLANNED, data: {}, metadata }];
}

/** Only the order of an index hangs on this, so a day or month counts from its UTC start. */
function instantHint(occurredAt: string): number {
  const ms = Date.parse(occurredAt);
  return Number.isNaN(ms) ? 0 : ms;
}
