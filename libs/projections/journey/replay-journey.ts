/**
 * One patient's journey as it was: what had happened by one instant and was known by
 * another, and what the engine decided. Read directly from the patient's stream and assessed
 * by the same core as everything else, each episode under the version that it was pinned to
 * as far as was known.
 */
import {
  readStreamPages,
  requireReadable,
  type EventStore,
  type LogDamaged,
  type RecordedEvent,
} from '#event-store';
import { bareDefinition, decisionFromStored, PathwayVersions } from '#pathway';
import {
  didYouMean,
  eventMemory,
  factFromStored,
  HISTORY_LIMITS,
  HistoryTooLarge,
  PATIENT_STREAM,
  type RecordedFact,
} from '#care-event';
import {
  journeyAnswer,
  type JourneyAnswer,
  type JourneyQuery,
  type OnPathway,
  type PathwayInForce,
  type Stored,
} from './journey-answer.js';
import { lateSeconds } from './late-decisions.js';

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
}

/** @throws JourneyRefused, HistoryTooLarge; LogDamaged an event of the patient, or of the pathway, cannot be read */
export async function replayJourney(
  store: EventStore,
  pathways: PublishedPathways,
  patient: string,
  query: JourneyQuery,
): Promise<JourneyAnswer> {
  const events = await readHistory(store, `${PATIENT_STREAM}${patient}`);
  const known = events.filter(({ knownAt }) => knownAt <= (query.knownAt ?? Infinity));
  if (known.length === 0) {
    const when = events.length === 0 ? 'in this log' : 'by that knowledge instant';
    throw new JourneyRefused(
      'unknown-patient',
      `Nothing is recorded for patient ${patient} ${when}.`,
    );
  }
  const facts = storedIn(known, factFromStored);
  const decisions = storedIn(known, decisionFromStored);
  const inForce = withUndefined(pathways, query.knownAt, facts);
  if (query.pathway !== undefined) {
    const damage = pathways.setAside(query.pathway);
    if (damage !== undefined) throw damage;
    requirePublished(query.pathway, inForce);
  }
  const values = facts.map(({ value }) => value);
  const assessed = inForce.flatMap((pathway) =>
    pathway.versions
      .inLanguage(query.languages ?? [])
      .assessAll(values, query.asOf)
      .map((assessment): OnPathway => ({ ...pathway, assessment })),
  );
  const entered = assessed
    .filter(({ assessment }) => assessment.state !== 'not-entered')
    .sort((a, b) => firstEntry(a) - firstEntry(b));
  const chosen = choose(assessed, entered, query);
  const head = await store.head();
  const late = lateSeconds(known);
  return journeyAnswer({ patient, query, facts, decisions, late, entered, chosen, head });
}

/**
 * The pathway asked for, or the one entered first; of several keys the one asked for, or the one
 * entered first.
 */
function choose(
  assessed: readonly OnPathway[],
  entered: readonly OnPathway[],
  { pathway, key }: JourneyQuery,
): OnPathway | undefined {
  const asked =
    pathway === undefined
      ? entered
      : assessed.filter(({ definition }) => definition.id === pathway);
  if (key === undefined) return asked[0];
  const found = asked.find(({ assessment }) => assessment.key === key);
  if (found !== undefined) return found;
  const keys = asked.flatMap(({ assessment }) => assessment.key ?? []);
  throw new JourneyRefused(
    'unknown-key',
    `There are no episodes of ${key} on ${pathway ?? 'any pathway'}; keys: ${keys.join(', ') || 'none'}.${didYouMean(key, keys)}`,
  );
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

function firstEntry({ assessment }: OnPathway): number {
  return assessment.episodes[0]?.enteredAt ?? 0;
}

/** A pathway that facts are addressed to but that is not defined is a single stage without an end. */
function withUndefined(
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

function requirePublished(pathway: string, inForce: readonly PathwayInForce[]): void {
  const ids = inForce.map(({ definition }) => definition.id);
  if (ids.includes(pathway)) return;
  throw new JourneyRefused(
    'unknown-pathway',
    `No pathway ${pathway} is published here; published: ${ids.join(', ') || 'none'}.${didYouMean(pathway, ids)}`,
  );
}

function storedIn<T>(
  events: readonly RecordedEvent[],
  read: (event: RecordedEvent) => T | undefined,
): readonly Stored<T>[] {
  return events.flatMap((event) => {
    const value = read(event);
    return value === undefined ? [] : [{ value, event }];
  });
}
