/**
 * What the log holds of one patient: the facts, the decisions taken on them, and
 * the revision an append has to expect. Read anew for every command, so that it
 * is right on any store and after any crash.
 */
import { readWholeStream, type EventStore, type ExpectedRevision } from '#event-store';
import { decisionFromStored, type RecordedDecision } from '#pathway';
import {
  factFromStored,
  factKey,
  PATIENT_STREAM,
  type FactStanding,
  type RecordedFact,
} from '#care-event';

export interface PatientHistory {
  readonly facts: readonly RecordedFact[];
  readonly decisions: readonly RecordedDecision[];
  /** Facts by `factKey`, with where they stand: what de-duplication asks. */
  readonly known: ReadonlyMap<
    string,
    { readonly fact: RecordedFact; readonly standing: FactStanding }
  >;
  readonly expected: ExpectedRevision;
  /** When the last event was recorded, ms since the epoch; -Infinity where there is none. */
  readonly recordedAt: number;
  /** When the last event said that this patient should be looked at again, ms since the epoch. */
  readonly wake: number | undefined;
}

export function patientStream(patient: string): string {
  return `${PATIENT_STREAM}${patient}`;
}

export async function loadHistory(store: EventStore, patient: string): Promise<PatientHistory> {
  const events = await readWholeStream(store, patientStream(patient));
  const facts: RecordedFact[] = [];
  const decisions: RecordedDecision[] = [];
  const known = new Map<string, { fact: RecordedFact; standing: FactStanding }>();
  for (const event of events) {
    const decision = decisionFromStored(event);
    if (decision !== undefined) {
      decisions.push(decision);
      continue;
    }
    const fact = factFromStored(event);
    if (fact === undefined) continue;
    facts.push(fact);
    const { revision, position } = event;
    known.set(factKey(fact), { fact, standing: { revision, position } });
  }
  const last = events.at(-1);
  const wake = last?.metadata['wake'];
  return {
    facts,
    decisions,
    known,
    expected: last === undefined ? 'none' : last.revision,
    recordedAt: last?.recordedAt ?? -Infinity,
    wake: typeof wake === 'number' ? wake : undefined,
  };
}
