/** How a replayed journey is told: plain data for JSON, instants in the pathway's zone. */
import type { RecordedEvent } from '#event-store';
import type { PathwayInForce } from '#engine';
import { countedFacts, type Assessment, type RecordedDecision } from '#pathway';
import { factKey, typeLiteral, type PlacedFact, type RecordedFact } from '#care-event';
import { intervalOf } from '#calendar';
import { toldAssessment, writingIn } from './told-assessment.js';

/** Something read from the patient's stream, with the event that holds it. */
export interface Placed<T> {
  readonly value: T;
  readonly event: RecordedEvent;
}

/** A pathway that the patient is or was on. */
export interface OnPathway extends PathwayInForce {
  readonly assessment: Assessment;
}

export interface JourneyQuery {
  /** What had happened by this instant, ms since the epoch. */
  readonly asOf: number;
  /** What had been recorded by this instant; without it, everything recorded. */
  readonly knownAt?: number;
  /** One pathway; without it, the one entered first. */
  readonly pathway?: string;
}

/** Plain data, ready for JSON; instants are RFC 3339 in the pathway's zone. */
export type JourneyAnswer = ReturnType<typeof journeyAnswer>;

export interface JourneyParts {
  readonly patient: string;
  readonly query: JourneyQuery;
  readonly facts: readonly Placed<RecordedFact>[];
  readonly decisions: readonly Placed<RecordedDecision>[];
  /** Seconds by revision, of the decisions that a timer took too late. */
  readonly late: ReadonlyMap<number, number>;
  /** Pathways that the patient had entered, the first entered first. */
  readonly entered: readonly OnPathway[];
  /** The one that is told: the one asked for, else the one entered first, if any. */
  readonly chosen: OnPathway | undefined;
  readonly head: string | undefined;
}

export function journeyAnswer({
  patient,
  query,
  facts,
  decisions,
  late,
  entered,
  chosen,
  head,
}: JourneyParts) {
  const writing = writingIn(chosen?.definition.zone ?? 'UTC');
  const { say, sayIf } = writing;
  const values = facts.map(({ value }) => value);
  const counted = chosen ? countedFacts(chosen.versions.rulesFor(values), values, query.asOf) : [];
  return {
    patient,
    asOf: say(query.asOf),
    knownAt: sayIf(query.knownAt),
    position: head ?? null,
    definition: chosen === undefined ? null : pinnedDefinition(chosen),
    alsoOn: entered.filter((other) => other !== chosen).map(({ definition }) => definition.id),
    ...toldAssessment(chosen, counted, writing),
    decisions: decisions
      .filter(({ value }) => value.effectiveAt <= query.asOf)
      .filter(({ value }) => chosen === undefined || value.pathway === chosen.definition.id)
      .map(({ value, event }) => ({
        position: event.position,
        type: value.type,
        duty: value.duty ?? null,
        handover: value.handover ?? null,
        attempt: value.handover === undefined ? null : value.attempt,
        episode: value.episode,
        effectiveAt: say(value.effectiveAt),
        recordedAt: say(event.recordedAt),
        /** By how much the timer that took it fired late; null when it did not, or no timer took it. */
        lateSeconds: late.get(event.revision) ?? null,
        data: value.data,
      })),
    events: eventsOf(facts, counted, { zone: chosen?.definition.zone ?? 'UTC', query, say }),
  };
}

/** The version that the latest episode is pinned to; of who never entered, the newest. */
function pinnedDefinition({ definition, hashes, assessment: { version } }: OnPathway) {
  return { id: definition.id, version, hash: hashes.get(version) ?? null };
}

interface Telling {
  readonly zone: string;
  readonly query: JourneyQuery;
  readonly say: (ms: number) => string;
}

/** In the order of what happened; `counted` is false for what plays no part in any episode. */
function eventsOf(
  facts: readonly Placed<RecordedFact>[],
  counted: readonly PlacedFact[],
  { zone, query, say }: Telling,
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
      recordedAt: say(event.recordedAt),
      counted: rank.has(factKey(value)),
      id: value.id,
      source: value.source,
      ...(value.correctionOf === undefined ? {} : { correctionOf: value.correctionOf }),
      ...(value.actor === undefined ? {} : { actor: value.actor }),
      data: value.data,
    }));
}
