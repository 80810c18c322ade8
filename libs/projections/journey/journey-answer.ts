/** A replayed journey as plain data for JSON, instants in the pathway's zone. */
import type { RecordedEvent } from '#event-store';
import {
  countedFacts,
  type Assessment,
  type Definition,
  type PathwayVersions,
  type RecordedDecision,
} from '#pathway';
import { factKey, typeLiteral, type TimedFact, type RecordedFact } from '#care-event';
import { intervalOf } from '#calendar';
import { assessmentDto } from './assessment-dto.js';
import { knownDays } from '../models/known-days.js';
import { sharedIds } from '../models/id-collisions.js';
import { instantsIn, type InstantFormat, type Instants, type When } from './instants.js';

/** Something read from the patient's stream, with the event that holds it. */
export interface Stored<T> {
  readonly value: T;
  readonly event: RecordedEvent;
}

/** A pathway as it is used: its versions read, and what names each of their texts. */
export interface PathwayInForce {
  /** The newest: new episodes begin under it. */
  readonly definition: Definition;
  readonly versions: PathwayVersions;
  /** SHA-256 of the text by version, lower-case hex; empty where nobody has published one. */
  readonly hashes: ReadonlyMap<number, string>;
}

/** A pathway that the patient is or was on. */
export interface OnPathway extends PathwayInForce {
  readonly assessment: Assessment;
}

export interface JourneyQuery {
  /** What had happened by then. */
  readonly asOf: When;
  /** What had been recorded by then; without it, everything recorded. */
  readonly knownAt?: When;
  /** One pathway; without it, the one entered first. */
  readonly pathway?: string;
  /** For the titles in the words of deviations: BCP 47 tags, most wanted first. */
  readonly languages?: readonly string[];
  /** Of several episodes side by side those of this key; without it, those entered first. */
  readonly key?: string;
}

/** Plain data, ready for JSON; instants are RFC 3339 in the pathway's zone. */
export type JourneyAnswer = ReturnType<typeof journeyAnswer>;

export interface JourneyParts {
  readonly patient: string;
  readonly query: Instants;
  readonly facts: readonly Stored<RecordedFact>[];
  /** Keys of facts whose source and id another patient has too, as far as it was known. */
  readonly sharedKeys: ReadonlySet<string>;
  readonly decisions: readonly Stored<RecordedDecision>[];
  /** Seconds by revision, for decisions of timers that fired late. */
  readonly late: ReadonlyMap<number, number>;
  /** Pathways that the patient had entered, the first entered first. */
  readonly entered: readonly OnPathway[];
  /** The subject of the answer: the requested pathway, or else the one entered first, if any. */
  readonly chosen: OnPathway | undefined;
  /** Pathways whose definitions cannot be read, so that nothing is said of them. */
  readonly unreadable: readonly string[];
  readonly head: string | undefined;
}

export function journeyAnswer({
  patient,
  query,
  facts,
  sharedKeys,
  decisions,
  late,
  entered,
  chosen,
  unreadable,
  head,
}: JourneyParts) {
  const zone = chosen?.definition.zone ?? 'UTC';
  const values = facts.map(({ value }) => value);
  const key = chosen?.assessment.key;
  const options = key === undefined ? {} : { key };
  const counted = chosen
    ? countedFacts(chosen.versions.rulesFor(values), values, query.asOf, options)
    : [];
  const instants = instantsIn(zone, knownDays(counted));
  const { format, formatIf, formatEvent } = instants;
  const assessed = assessmentDto(chosen, counted, instants);
  const shared = sharedIds(values, sharedKeys, { zone, asOf: query.asOf });
  return {
    patient,
    asOf: format(query.asOf),
    knownAt: formatIf(query.knownAt),
    ...query.days,
    /** In which all instants but those of events as published are written. */
    zone,
    position: head ?? null,
    definition: chosen === undefined ? null : pinnedDefinition(chosen),
    ...(key === undefined || chosen === undefined ? {} : { key, keys: keysOn(chosen, entered) }),
    alsoOn: alsoOn(chosen, entered),
    ...(unreadable.length > 0 && { unreadablePathways: unreadable }),
    ...assessed,
    deviations: [
      ...assessed.deviations,
      ...shared.map((each) => ({ ...each, at: formatEvent(each.at) })),
    ],
    decisions: decisions
      .filter(({ value }) => value.effectiveAt <= query.asOf)
      .filter(({ value }) => chosen === undefined || value.pathway === chosen.definition.id)
      .filter(({ value }) => key === undefined || value.episodeKey === key)
      .map(({ value, event }) => ({
        position: event.position,
        type: value.type,
        duty: value.duty ?? null,
        handover: value.handover ?? null,
        attempt: value.handover === undefined ? null : value.attempt,
        episode: value.episode,
        effectiveAt: formatEvent(value.effectiveAt),
        recordedAt: format(event.knownAt),
        /** How late the timer behind it fired; null if it fired in time, or there was none. */
        lateSeconds: late.get(event.revision) ?? null,
        data: value.data,
      })),
    events: eventsOf(facts, counted, { zone, query, instants }),
  };
}

/** Other pathways, each once. */
function alsoOn(chosen: OnPathway | undefined, entered: readonly OnPathway[]): readonly string[] {
  const ids = entered.map(({ definition }) => definition.id);
  return [...new Set(ids)].filter((id) => id !== chosen?.definition.id);
}

/** Every key of the pathway of which there are episodes, and whether one is open. */
function keysOn({ definition: { id } }: OnPathway, entered: readonly OnPathway[]) {
  return entered
    .filter(({ definition }) => definition.id === id)
    .flatMap(({ assessment: { key, state, stage, holder } }) =>
      key === undefined
        ? []
        : [{ key, state, stage: stage?.stage ?? null, holder: holder ?? null }],
    );
}

/** The version that the latest episode is pinned to, or the newest if the pathway was never entered. */
function pinnedDefinition({ definition, hashes, assessment: { version } }: OnPathway) {
  return { id: definition.id, version, hash: hashes.get(version) ?? null };
}

interface EventsAsked {
  readonly zone: string;
  readonly query: Instants;
  readonly instants: InstantFormat;
}

/** In the order in which they happened; `counted` is false for facts outside every episode. */
function eventsOf(
  facts: readonly Stored<RecordedFact>[],
  counted: readonly TimedFact[],
  { zone, query, instants }: EventsAsked,
) {
  const rank = new Map(counted.map(({ fact }, index) => [factKey(fact), index]));
  return facts
    .map(({ value, event }) => ({ value, event, start: intervalOf(value.occurredAt, zone).start }))
    .filter(({ start }) => start <= query.asOf)
    .sort((a, b) => {
      const [ra, rb] = [rank.get(factKey(a.value)), rank.get(factKey(b.value))];
      return a.start - b.start || (ra ?? -1) - (rb ?? -1) || a.event.revision - b.event.revision;
    })
    .map(({ value, event }) => ({
      position: event.position,
      type: typeLiteral(value.type, value.version),
      occurredAt: value.occurredAt,
      recordedAt: instants.format(event.knownAt),
      counted: rank.has(factKey(value)),
      id: value.id,
      source: value.source,
      ...(value.correctionOf === undefined ? {} : { correctionOf: value.correctionOf }),
      ...(value.actor === undefined ? {} : { actor: value.actor }),
      data: value.data,
    }));
}
