/**
 * A care event: something that happened to a patient, as its publisher reported
 * it. It carries everything that order, ties and corrections need, so nothing
 * ever depends on when it arrived.
 */
import type { JsonObject } from '../text/json.js';

export interface CareEvent {
  /** CloudEvents `id`: unique for its `source`. */
  readonly id: string;
  /** CloudEvents `source`: URI of the publishing system. */
  readonly source: string;
  /** Bare name, such as `ReferralSent`; also the activity name of an imported log. */
  readonly type: string;
  /** Version of the type's schema, from 1. Stored literal: `<type>.v<version>`. */
  readonly version: number;
  /**
   * When it happened, exactly as published; its form is its precision:
   * `2026-03-14T10:15:00+02:00` (instant, offset kept), `2026-03-14` (day), `2026-03` (month).
   */
  readonly occurredAt: string;
  /** CloudEvents `time` (RFC 3339): when the publisher issued the report; decides between rival corrections. */
  readonly issuedAt?: string;
  /** CloudEvents `sequence` extension: the source's own order, for ties. */
  readonly sequence?: string;
  /**
   * Id of the one pathway that it is meant for; without one, it counts on every pathway of the
   * patient.
   */
  readonly pathway?: string;
  readonly actor?: { readonly role?: string; readonly organisation?: string };
  /** Municipality number (Norway: four digits) or the country's equivalent. */
  readonly municipality?: string;
  /**
   * The event this one corrects: its CloudEvents `id` in the same source, or `source id`
   * with a space between for another's. An `EventCorrected` makes its target void; any
   * other type takes its target's place.
   */
  readonly correctionOf?: string;
  readonly data: JsonObject;
}

/** A care event that the log holds. */
export interface RecordedFact extends CareEvent {
  /** Milliseconds since the epoch at which the store accepted it: knowledge time. */
  readonly recordedAt: number;
}

/** What identifies a fact, however often its publisher sends it. */
export function factKey(fact: Pick<CareEvent, 'source' | 'id'>): string {
  return `${fact.source} ${fact.id}`;
}
