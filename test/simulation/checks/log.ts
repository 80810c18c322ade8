/** What the log of a finished run holds, read past every fault. */
import { LIMITS, type RecordedEvent, requireReadable } from '#event-store';
import { decisionFromStored, PathwayVersions, type RecordedDecision } from '#pathway';
import { factFromStored, PATIENT_STREAM, type RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import { RELAY, WATCH } from '../definitions.js';
import type { FinishedRun } from './finished-run.js';
import type { MemoryEventStore } from '../memory-store.js';

export interface PatientLog {
  readonly patient: string;
  readonly events: readonly RecordedEvent[];
  readonly facts: readonly RecordedFact[];
  readonly decisions: readonly RecordedDecision[];
}

export function wholeLog(store: MemoryEventStore): readonly RecordedEvent[] {
  return requireReadable(store.readLogNow({ limit: LIMITS.pageEvents }).events);
}

/** By patient, in the order of their first event. */
export function patientsOf(store: MemoryEventStore): readonly PatientLog[] {
  const byPatient = new Map<string, RecordedEvent[]>();
  for (const event of wholeLog(store)) {
    if (!event.stream.startsWith(PATIENT_STREAM)) continue;
    const patient = event.stream.slice(PATIENT_STREAM.length);
    const events = byPatient.get(patient) ?? [];
    byPatient.set(patient, [...events, event]);
  }
  return [...byPatient].map(([patient, events]) => ({
    patient,
    events,
    facts: events.flatMap((event) => factFromStored(event) ?? []),
    decisions: events.flatMap((event) => decisionFromStored(event) ?? []),
  }));
}

const PATHWAYS = [RELAY, WATCH].map((yaml) => {
  const read = readDefinition(yaml);
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return PathwayVersions.of(read.definition);
});

/** The pathways that were published in a run. */
export function pathwaysOf({ operators }: FinishedRun): readonly PathwayVersions[] {
  return operators.watchPublished ? PATHWAYS : PATHWAYS.slice(0, 1);
}
