/**
 * One patient's journey as it stood: what had happened by one instant and was
 * known by another, and what the engine made of it. Read straight from the
 * patient's stream, assessed by the same core as everything else.
 */
import { readWholeStream, type EventStore, type RecordedEvent } from '#event-store';
import type { DefinitionRegistry } from '#engine';
import { patientStream } from '#engine';
import {
  assess,
  decisionFromStored,
  factFromStored,
  factKey,
  formatInstant,
  intervalOf,
  journeyFacts,
  typeLiteral,
  type Assessment,
  type Definition,
  type RecordedDecision,
  type RecordedFact,
} from '#pathway';

export interface JourneyQuery {
  /** What had happened by this instant, ms since the epoch. */
  readonly asOf: number;
  /** What had been recorded by this instant; without it, everything recorded. */
  readonly knownAt?: number;
  /** One pathway; without it, the one entered first. */
  readonly pathway?: string;
}

export class JourneyRefused extends Error {
  constructor(
    readonly code: 'unknown-patient' | 'unknown-pathway',
    message: string,
  ) {
    super(message);
  }
}

/** Plain data, ready for JSON; instants are RFC 3339 in the pathway's zone. */
export type JourneyAnswer = ReturnType<typeof answer>;

interface Placed<T> {
  readonly value: T;
  readonly event: RecordedEvent;
}

/** @throws JourneyRefused */
export async function replayJourney(
  store: EventStore,
  registry: DefinitionRegistry,
  patient: string,
  query: JourneyQuery,
): Promise<JourneyAnswer> {
  const events = await readWholeStream(store, patientStream(patient));
  const known = events.filter(({ recordedAt }) => recordedAt <= (query.knownAt ?? Infinity));
  if (known.length === 0) {
    const when = events.length === 0 ? 'in this log' : 'by that knowledge instant';
    throw new JourneyRefused(
      'unknown-patient',
      `Nothing is recorded of patient ${patient} ${when}.`,
    );
  }
  const facts = placedOf(known, factFromStored);
  const decisions = placedOf(known, decisionFromStored);
  const assessed = registry
    .current()
    .map((definition) => ({
      definition,
      assessment: assess(
        definition,
        facts.map(({ value }) => value),
        query.asOf,
        query,
      ),
    }))
    .filter(({ assessment }) => assessment.state !== 'not-entered')
    .sort((a, b) => (a.assessment.enteredAt ?? 0) - (b.assessment.enteredAt ?? 0));
  const chosen = choose(assessed, registry, query.pathway);
  return answer({
    patient,
    query,
    facts,
    decisions,
    assessed,
    chosen,
    registry,
    head: await store.head(),
  });
}

interface OnPathway {
  readonly definition: Definition;
  readonly assessment: Assessment;
}

function choose(
  assessed: readonly OnPathway[],
  registry: DefinitionRegistry,
  pathway: string | undefined,
): OnPathway | undefined {
  if (pathway === undefined) return assessed[0];
  if (!registry.current().some(({ id }) => id === pathway)) {
    const ids = registry.current().map(({ id }) => id);
    throw new JourneyRefused(
      'unknown-pathway',
      `No pathway ${pathway} is published here; there ${ids.length === 1 ? 'is' : 'are'} ${ids.join(', ') || 'none'}.`,
    );
  }
  return assessed.find(({ definition }) => definition.id === pathway);
}

function placedOf<T>(
  events: readonly RecordedEvent[],
  read: (event: RecordedEvent) => T | undefined,
): readonly Placed<T>[] {
  return events.flatMap((event) => {
    const value = read(event);
    return value === undefined ? [] : [{ value, event }];
  });
}

interface Parts {
  readonly patient: string;
  readonly query: JourneyQuery;
  readonly facts: readonly Placed<RecordedFact>[];
  readonly decisions: readonly Placed<RecordedDecision>[];
  readonly assessed: readonly OnPathway[];
  readonly chosen: OnPathway | undefined;
  readonly registry: DefinitionRegistry;
  readonly head: string | undefined;
}

function answer({ patient, query, facts, decisions, assessed, chosen, registry, head }: Parts) {
  const zone = chosen?.definition.zone ?? 'UTC';
  const say = (ms: number): string => formatInstant(ms, zone);
  const sayIf = (ms: number | undefined): string | null => (ms === undefined ? null : say(ms));
  const assessment = chosen?.assessment;
  return {
    patient,
    asOf: say(query.asOf),
    knownAt: sayIf(query.knownAt),
    position: head ?? null,
    definition: chosen
      ? {
          id: chosen.definition.id,
          version: chosen.definition.version,
          hash: registry.hashOf(chosen.definition.id) ?? null,
        }
      : null,
    alsoOn: assessed.filter((other) => other !== chosen).map(({ definition }) => definition.id),
    state: assessment?.state ?? 'not-entered',
    enteredAt: sayIf(assessment?.enteredAt),
    closedAt: sayIf(assessment?.closedAt),
    stage: assessment?.stage?.stage ?? null,
    stageSince: sayIf(assessment?.stage?.from),
    holder: assessment?.holder ?? null,
    stages: (assessment?.stages ?? []).map(({ stage, holder, from, to }) => ({
      stage,
      holder,
      from: say(from),
      to: sayIf(to),
    })),
    milestones: (assessment?.milestones ?? []).map((reached) => ({
      ...reached,
      at: say(reached.at),
    })),
    duties: (assessment?.duties ?? []).map((duty) => ({
      duty: duty.duty,
      owner: duty.owner,
      state: duty.state,
      open: duty.open,
      armedAt: say(duty.armedAt),
      armedBy: duty.armedBy,
      dueAt: say(duty.dueAt),
      metAt: sayIf(duty.metAt),
      metBy: duty.metBy ?? null,
      awaits: duty.awaits,
    })),
    deviations: (assessment?.deviations ?? []).map((each) => ({ ...each, at: say(each.at) })),
    nextWakeUp: sayIf(assessment?.nextWakeUp),
    decisions: decisions
      .filter(({ value }) => value.effectiveAt <= query.asOf)
      .filter(({ value }) => chosen === undefined || value.pathway === chosen.definition.id)
      .map(({ value, event }) => ({
        position: event.position,
        type: value.type,
        duty: value.duty,
        effectiveAt: say(value.effectiveAt),
        recordedAt: say(event.recordedAt),
        data: value.data,
      })),
    events: eventsOf(facts, chosen?.definition, query, say),
  };
}

/** In the order of what happened; `counted` is false for what a correction or another pathway took out. */
function eventsOf(
  facts: readonly Placed<RecordedFact>[],
  definition: Definition | undefined,
  query: JourneyQuery,
  say: (ms: number) => string,
) {
  const zone = definition?.zone ?? 'UTC';
  const journey = definition
    ? journeyFacts(
        definition,
        facts.map(({ value }) => value),
        query,
      )
    : [];
  const rank = new Map(journey.map(({ fact }, index) => [factKey(fact), index]));
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
