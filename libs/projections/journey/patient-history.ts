/**
 * What is recorded of one patient, as far as it was known by an instant, and the pathways that
 * it may concern. Read from the patient's own stream, not from a read model.
 */
import {
  readStreamPages,
  requireReadable,
  type EventStore,
  type LogDamaged,
  type RecordedEvent,
} from '#event-store';
import { bareDefinition, PathwayVersions } from '#pathway';
import {
  eventMemory,
  factFromStored,
  HISTORY_LIMITS,
  HistoryTooLarge,
  PATIENT_STREAM,
  type RecordedFact,
} from '#care-event';
import type { PathwayInForce, Stored } from './journey-answer.js';

export class JourneyRefused extends Error {
  constructor(
    readonly code: 'unknown-patient' | 'unknown-pathway' | 'unknown-key',
    message: string,
  ) {
    super(message);
  }
}

/** Where the published definitions are found. */
export interface PublishedPathways {
  /** Every pathway as known at `knownAt` (ms since the epoch), sorted by id. */
  inForce(knownAt?: number): readonly PathwayInForce[];
  /** Why nobody can say what is in force there; undefined where it can be said. */
  setAside(id: string): LogDamaged | undefined;
  /** Pathways of which nobody can say it, sorted. */
  allSetAside(): readonly string[];
}

export interface PatientHistory {
  /** The whole stream as known by then, in order. */
  readonly known: readonly RecordedEvent[];
  readonly facts: readonly Stored<RecordedFact>[];
}

/**
 * @param patient pseudonym
 * @throws JourneyRefused nothing was known of the patient; HistoryTooLarge, LogDamaged
 */
export async function patientHistory(
  store: EventStore,
  patient: string,
  knownAt = Infinity,
): Promise<PatientHistory> {
  const events = await readHistory(store, `${PATIENT_STREAM}${patient}`);
  const known = events.filter((event) => event.knownAt <= knownAt);
  if (known.length === 0) {
    const when = events.length === 0 ? 'in this log' : 'by that knowledge instant';
    // Without the pseudonym: it would stand on standard error.
    throw new JourneyRefused('unknown-patient', `Nothing is recorded for this patient ${when}.`);
  }
  return { known, facts: storedIn(known, factFromStored) };
}

export function storedIn<T>(
  events: readonly RecordedEvent[],
  read: (event: RecordedEvent) => T | undefined,
): readonly Stored<T>[] {
  return events.flatMap((event) => {
    const value = read(event);
    return value === undefined ? [] : [{ value, event }];
  });
}

/**
 * All that is published, and what facts are addressed to besides: a pathway that is not defined is
 * a single stage without an end.
 */
export function pathwaysFor(
  pathways: PublishedPathways,
  knownAt: number | undefined,
  facts: readonly Stored<RecordedFact>[],
): readonly PathwayInForce[] {
  const inForce = pathways.inForce(knownAt);
  const defined = new Set(inForce.map(({ definition }) => definition.id));
  const addressed = new Set(facts.flatMap(({ value }) => value.pathway ?? []));
  const bare = [...addressed]
    .filter((id) => !defined.has(id) && pathways.setAside(id) === undefined)
    .sort();
  return [...inForce, ...bare.map(undefinedPathway)];
}

function undefinedPathway(id: string): PathwayInForce {
  const definition = bareDefinition(id);
  const versions = PathwayVersions.of(definition);
  return { definition, versions, hashes: new Map() };
}

/** As much of a stream as one patient's history may have. @throws HistoryTooLarge, LogDamaged */
async function readHistory(store: EventStore, stream: string): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  let bytes = 0;
  for await (const page of readStreamPages(store, stream))
    for (const event of requireReadable(page)) {
      bytes += eventMemory(event);
      if (bytes > HISTORY_LIMITS.bytes) throw new HistoryTooLarge();
      all.push(event);
    }
  return all;
}
