/** How a fact that does not fit becomes a deviation. */
import { factKey, type TimedFact } from '#care-event';
import type { Deviation, DeviationKind } from './assessment.js';

/** @param rule id of the guard, sequence, clock or duty that it is about, where it is about one */
export function deviationAt(
  { fact, start }: TimedFact,
  kind: DeviationKind,
  message: string,
  rule?: string,
): Deviation {
  return { kind, ...(rule !== undefined && { rule }), at: start, fact: factKey(fact), message };
}
