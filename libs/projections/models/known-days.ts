/** Instants of which no more is known than a day or month, for nobody has reported a midnight. */
import type { TimedFact } from '#care-event';

/** As published, by the instant at which it begins; none where anything else is known to have happened then. */
export function knownDays(timeline: readonly TimedFact[]): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  for (const [at, then] of Map.groupBy(timeline, ({ start }) => start)) {
    const [first] = then;
    if (first !== undefined && then.every(({ start, end }) => start < end))
      days.set(at, first.fact.occurredAt);
  }
  return days;
}
