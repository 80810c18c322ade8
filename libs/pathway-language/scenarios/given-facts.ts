/**
 * From the events that a scenario gives to facts as the log would hold them, checked as a
 * publisher's events are checked at the door.
 */
import {
  type CareEvent,
  CATALOGUE,
  checkCareEvent,
  contentDifference,
  type JsonObject,
  type RecordedFact,
  formatValue,
} from '#care-event';
import type { Definition } from '#pathway';
import { intervalOf } from '#calendar';
import type { DocumentPath, ProblemList } from '../parsing/problem-list.js';
import { addFaults } from './event-faults.js';
import type { GivenYaml, ScenarioYaml } from './scenario-schema.js';
import { readScenarioInstant, readScenarioTime } from './scenario-time.js';

/** Publisher of everything that a scenario gives; its ids are the author's own. */
export const SCENARIO_SOURCE = 'urn:scenario';

const REGISTER_SOURCE = 'urn:scenario:register';

/** What is wrong goes to `problems`; the facts are only worth using where nothing was. */
export function givenFacts(
  yaml: ScenarioYaml,
  path: DocumentPath,
  definition: Definition,
  problems: ProblemList,
): readonly RecordedFact[] {
  const facts: RecordedFact[] = [];
  const seen = new Map<string, CareEvent>();
  yaml.given.forEach((given, index) => {
    const at = [...path, 'given', index];
    const fact = factOf(given, index, yaml, at, definition, problems);
    if (fact === undefined) return;
    addIdentityProblems(fact, seen, at, problems);
    addTypeProblem(fact, definition, at, problems);
    const faults = checkCareEvent(fact, [definition]);
    addFaults(faults, given, at, problems);
    seen.set(fact.id, fact);
    facts.push(fact);
  });
  const registration = registrationOf(yaml, facts, definition.zone);
  if (registration === undefined) return facts;
  const [fault] = checkCareEvent(registration, []);
  if (fault !== undefined) {
    const { message } = fault;
    const advice = 'write a year, a month or a day: 1980, 1980-05 or 1980-05-17';
    problems.add([...path, 'patient', 'born'], { code: 'wrong-data', message, advice });
  }
  return [...facts, registration];
}

function factOf(
  given: GivenYaml,
  index: number,
  scenario: ScenarioYaml,
  path: DocumentPath,
  { zone }: Definition,
  problems: ProblemList,
): RecordedFact | undefined {
  const on = readScenarioTime(given.on, zone);
  const recorded =
    given.recorded === undefined ? undefined : readScenarioInstant(given.recorded, zone);
  if ('message' in on) problems.add([...path, 'on'], { code: 'invalid-time', ...on });
  if (recorded !== undefined && 'message' in recorded) {
    problems.add([...path, 'recorded'], { code: 'invalid-time', ...recorded });
  }
  if ('message' in on || (recorded !== undefined && 'message' in recorded)) return undefined;
  const { corrects, sequence, pathway } = given;
  const { role, organisation } = given.actor ?? {};
  const municipality = given.municipality ?? scenario.municipality;
  return {
    id: given.id ?? String(index + 1),
    source: SCENARIO_SOURCE,
    type: given.event,
    version: CATALOGUE.get(given.event)?.version ?? 1,
    occurredAt: on.occurredAt,
    data: (given.data ?? {}) as JsonObject,
    recordedAt: recorded?.first ?? intervalOf(on.occurredAt, zone).end,
    ...(corrects !== undefined && { correctionOf: corrects }),
    ...(sequence !== undefined && { sequence }),
    ...(municipality !== undefined && { municipality }),
    ...(given.actor !== undefined && {
      actor: {
        ...(role !== undefined && { role }),
        ...(organisation !== undefined && { organisation }),
      },
    }),
    ...(pathway !== undefined && { pathway }),
  };
}

/** An event may be sent twice, but not with another content; a correction follows what it corrects. */
function addIdentityProblems(
  fact: CareEvent,
  seen: ReadonlyMap<string, CareEvent>,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const { id, correctionOf: target } = fact;
  const other = seen.get(id);
  if (other !== undefined && contentDifference(other, fact).length > 0) {
    const message = `an earlier event has the id ${formatValue(id)} and different content`;
    problems.add([...path, 'id'], { code: 'duplicate-id', message });
  }
  if (target === undefined || seen.has(target)) return;
  const { advice = 'use the `id` of an earlier event' } = problems.nearest(target, [
    ...seen.keys(),
  ]);
  const message = `no earlier event has the id ${formatValue(target)}`;
  problems.add([...path, 'corrects'], { code: 'unknown-event-id', message, advice });
}

/** Another pathway's events are its own affair. */
function addTypeProblem(
  { type, pathway }: CareEvent,
  { id, declared }: Definition,
  path: DocumentPath,
  problems: ProblemList,
): void {
  if (CATALOGUE.has(type) || declared.has(type)) return;
  if (pathway !== undefined && pathway !== id) return;
  const known = [...CATALOGUE.keys(), ...declared.keys()];
  const message = `${formatValue(type)} is neither in the catalogue nor declared by the definition`;
  const { advice = 'declare it under `events` of the definition' } = problems.nearest(type, known);
  problems.add([...path, 'event'], { code: 'unknown-event-type', message, advice });
}

/**
 * The registration that tells when the patient was born. It stands at the birth and is
 * known from the beginning, so that it stirs nothing but the age.
 */
function registrationOf(
  { patient, municipality }: ScenarioYaml,
  facts: readonly RecordedFact[],
  zone: string,
): RecordedFact | undefined {
  if (patient?.born === undefined) return undefined;
  const born = String(patient.born);
  const occurredAt = born.length === 4 ? `${born}-01-01` : born;
  return {
    id: 'patient',
    source: REGISTER_SOURCE,
    type: 'PatientRegistered',
    version: 1,
    occurredAt,
    data: { born },
    recordedAt: Math.min(...facts.map(({ recordedAt }) => recordedAt), startOf(occurredAt, zone)),
    ...(municipality !== undefined && { municipality }),
  };
}

/** A birth that is no date is a problem of its own, reported where the data is checked. */
function startOf(occurredAt: string, zone: string): number {
  try {
    return intervalOf(occurredAt, zone).start;
  } catch {
    return 0;
  }
}
