/**
 * Facts that name in `date` when they happened, besides their own time. Where the two cannot
 * both be true, the time counts, and people have to know: a publisher that reports an onset with
 * the time of the report makes everything late that is counted from the onset.
 */
import type { TimedFact } from '#care-event';
import { intervalOf, occurredAtFault } from '#calendar';
import { fieldOf } from '../definition/pattern.js';

/** Other types have a `date` of something else, such as that of the plan that is shared. */
const DATED_BY_THEMSELVES: ReadonlySet<string> = new Set(['SymptomOnsetReported']);

/** A date known to the day or month agrees with any time within it, and the other way round. */
export function contradictsItsDate({ fact, start, end }: TimedFact, zone: string): boolean {
  if (!DATED_BY_THEMSELVES.has(fact.type)) return false;
  const date = fieldOf(fact.data, 'date');
  if (typeof date !== 'string' || occurredAtFault(date) !== undefined) return false;
  const named = intervalOf(date, zone);
  return named.end < start || named.start > end;
}
