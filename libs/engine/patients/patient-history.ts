/**
 * What the log holds of one patient: the facts, the decisions taken on them, and the
 * revision that an append has to expect.
 */
import {
  LIMITS,
  requireReadable,
  type EventStore,
  type ExpectedRevision,
  type RecordedEvent,
} from '#event-store';
import { decisionFromStored, type RecordedDecision } from '#pathway';
import {
  eventMemory,
  factFromStored,
  factKey,
  HISTORY_LIMITS,
  HistoryTooLarge,
  PATIENT_STREAM,
  type FactStanding,
  type RecordedFact,
} from '#care-event';

export interface PatientHistory {
  readonly facts: readonly RecordedFact[];
  readonly decisions: readonly RecordedDecision[];
  /** Facts by `factKey`, with where the log holds them: what de-duplication asks. */
  readonly known: ReadonlyMap<string, KnownFact>;
  readonly expected: ExpectedRevision;
  /** When the last event was recorded, ms since the epoch; -Infinity where there is none. */
  readonly recordedAt: number;
  /** When the last event said that this patient has to be looked at again, ms since the epoch. */
  readonly wake: number | undefined;
  /** The latest instant from which one of the decisions is in effect; -Infinity where there is none. */
  readonly latestEffectiveAt: number;
  /** About how much memory it takes. */
  readonly bytes: number;
}

/** Encoded bytes of a history that are read at once; what is no longer than that is read in one page. */
export const HISTORY_PAGE_BYTES = 256 * 1024;

export interface KnownFact {
  readonly fact: RecordedFact;
  readonly standing: FactStanding;
}

export function patientStream(patient: string): string {
  return `${PATIENT_STREAM}${patient}`;
}

/** The history as far as it was read; it grows by the events that follow. */
export class GrowingHistory implements PatientHistory {
  readonly facts: RecordedFact[] = [];
  readonly decisions: RecordedDecision[] = [];
  readonly known = new Map<string, KnownFact>();
  expected: ExpectedRevision = 'none';
  recordedAt = -Infinity;
  wake: number | undefined;
  latestEffectiveAt = -Infinity;
  bytes = 0;

  /**
   * @param event the one that follows the last, in the order of the stream
   * @returns the fact, where it is one
   * @throws HistoryTooLarge
   */
  add(event: RecordedEvent): RecordedFact | undefined {
    const { revision, position, knownAt, metadata } = event;
    this.expected = revision;
    this.recordedAt = knownAt;
    this.bytes += eventMemory(event);
    if (this.bytes > HISTORY_LIMITS.bytes) throw new HistoryTooLarge();
    this.wake = typeof metadata['wake'] === 'number' ? metadata['wake'] : undefined;
    const decision = decisionFromStored(event);
    if (decision !== undefined) {
      this.decisions.push(decision);
      this.latestEffectiveAt = Math.max(this.latestEffectiveAt, decision.effectiveAt);
      return undefined;
    }
    const fact = factFromStored(event);
    if (fact === undefined) return undefined;
    this.facts.push(fact);
    this.known.set(factKey(fact), { fact, standing: { revision, position } });
    return fact;
  }
}

/** Reads the whole history: right on any store and after any crash. @throws HistoryTooLarge */
export async function loadHistory(store: EventStore, patient: string): Promise<PatientHistory> {
  const history = new GrowingHistory();
  while (!(await readOn(store, patient, history, (event) => void history.add(event))));
  return history;
}

/** The decisions alone, of however long a history. @throws LogDamaged; what a read throws */
export async function loadDecisions(
  store: EventStore,
  patient: string,
): Promise<readonly RecordedDecision[]> {
  const decisions: RecordedDecision[] = [];
  let expected: ExpectedRevision = 'none';
  const take = (event: RecordedEvent): void => {
    expected = event.revision;
    const decision = decisionFromStored(event);
    if (decision !== undefined) decisions.push(decision);
  };
  while (!(await readOn(store, patient, { expected }, take)));
  return decisions;
}

/**
 * Reads one page of what follows in the patient's stream.
 * @returns whether that was the last one
 * @throws LogDamaged; what a read throws
 */
export async function readOn(
  store: EventStore,
  patient: string,
  { expected }: Pick<PatientHistory, 'expected'>,
  take: (event: RecordedEvent) => void,
): Promise<boolean> {
  const { events, end } = await store.readStream(patientStream(patient), {
    from: expected === 'none' ? 0 : expected + 1,
    limit: LIMITS.pageEvents,
    maxBytes: HISTORY_PAGE_BYTES,
  });
  for (const event of requireReadable(events)) take(event);
  return end;
}
