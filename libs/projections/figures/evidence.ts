/** The events behind a figure, found by what an assessment names them by. */
import { formatInstant, parseInstant } from '#calendar';
import { factKey, type TimedFact } from '#care-event';
import type { Assessment } from '#pathway';
import type { JourneyFact } from '../models/stored-journey.js';
import type { AssessedPatient } from '../standing/each-assessed.js';

/** An event behind a figure. */
export interface EventEvidence {
  readonly type: string;
  /** An instant in the zone of the answer; a day or a month as published. */
  readonly occurredAt: string;
  readonly position: string;
}

export function eventEvidence({ fact }: TimedFact, zone: string): EventEvidence {
  // It was read from the journeys.
  return evidenceOf(fact as JourneyFact, zone);
}

/** Undefined where the key is of no fact: some things come about by time alone. */
export function factEvidence(patient: AssessedPatient, key: string): EventEvidence | undefined {
  const found = patient.facts().find((fact) => factKey(fact) === key);
  const { zone = 'UTC' } = patient.assessments[0] ?? {};
  return found && evidenceOf(found, zone);
}

export function evidenceOf(
  { type, occurredAt, position }: JourneyFact,
  zone: string,
): EventEvidence {
  const instant = parseInstant(occurredAt);
  const at = instant === undefined ? occurredAt : formatInstant(instant, zone);
  return { type, occurredAt: at, position };
}

/** Whose episode a row is about. */
export interface EpisodeOf {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  readonly episode: number;
}

export function episodeOf(
  { patient }: AssessedPatient,
  { key }: Assessment,
  episode: number,
): EpisodeOf {
  return { patient, ...(key !== undefined && { key }), episode };
}

/** Rows of the same rank by patient, so that an answer does not depend on the order of the log. */
export function byPatient(
  a: { readonly patient: string },
  b: { readonly patient: string },
): number {
  return a.patient < b.patient ? -1 : a.patient > b.patient ? 1 : 0;
}
