/** The events behind a figure, found by what an assessment names them by. */
import { formatInstant, parseInstant } from '#calendar';
import type { TimedFact } from '#care-event';
import type { JourneyFact } from '../models/stored-journey.js';

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

export function evidenceOf(
  { type, occurredAt, position }: EventEvidence,
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

/** Rows of the same rank by patient, so that an answer does not depend on the order of the log. */
export function byPatient(
  a: { readonly patient: string },
  b: { readonly patient: string },
): number {
  return a.patient < b.patient ? -1 : a.patient > b.patient ? 1 : 0;
}
