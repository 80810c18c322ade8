/**
 * What a fact does later than it happened: from the first instant of a day that it names. A
 * certificate is written on one day and holds from another.
 */
import { compareFacts, type JsonObject, type TimedFact } from '#care-event';
import { dayAt, intervalOf, occurredAtFault, startOfDay } from '#calendar';
import { fieldOf } from '../definition/pattern.js';
import type { Effects } from './effects.js';

export interface Turn {
  /** The fact, at the instant from which it holds. */
  readonly timed: TimedFact;
  /** The fact as it happened. */
  readonly of: TimedFact;
  readonly effects: Effects;
  /** The grade of a clock may be another from here on. */
  readonly grades: boolean;
}

/** Order in which they act. */
export function inTurn(a: Turn, b: Turn): number {
  return a.timed.start - b.timed.start || compareFacts(a.of, b.of);
}

/** First and last local day that a field names; undefined where it names none. */
export function daysNamed(
  data: JsonObject,
  field: string,
  zone: string,
): { readonly first: number; readonly last: number } | undefined {
  const text = fieldOf(data, field);
  if (typeof text !== 'string' || occurredAtFault(text) !== undefined) return undefined;
  const { start, end } = intervalOf(text, zone);
  return { first: dayAt(start, zone), last: dayAt(end, zone) };
}

/** When what a field names begins: at the start of its first day. */
export function validFrom(data: JsonObject, field: string, zone: string): number | undefined {
  const days = daysNamed(data, field, zone);
  return days === undefined ? undefined : startOfDay(days.first, zone);
}
