/**
 * What the engine would have decided while a scenario went on: its events in the order in
 * which they were recorded, each followed by the decisions that it brings. Only so can an
 * example tell a duty that never was from one that a correction took away.
 */
import type { RecordedFact } from '#care-event';
import {
  decide,
  decisionFromStored,
  type Definition,
  Journey,
  type RecordedDecision,
  type RulesSource,
  storedDecision,
} from '#pathway';

/** The decisions in the order in which they are made. */
export function replayDecisions(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
): readonly RecordedDecision[] {
  const journey = new Journey(from);
  const decisions: RecordedDecision[] = [];
  const instants = new Set(facts.map(({ recordedAt }) => recordedAt));
  for (const recordedAt of [...instants].sort((a, b) => a - b)) {
    for (const fact of facts) if (fact.recordedAt === recordedAt) journey.add(fact);
    for (const decision of decide(journey.assessAll(recordedAt), decisions)) {
      const stored = decisionFromStored({ ...storedDecision(decision), recordedAt });
      if (stored !== undefined) decisions.push(stored);
    }
  }
  return decisions;
}

/**
 * How many instances of each duty were decided on by then and stand no longer: their last
 * decision took them back.
 * @param at ms since the epoch; decisions that take effect later do not count
 * @param key only those on the episodes of that key; all where it is left out
 */
export function voidsByDuty(
  decisions: readonly RecordedDecision[],
  at: number,
  key?: string,
): ReadonlyMap<string, number> {
  const last = new Map<string, RecordedDecision>();
  for (const decision of decisions) {
    const { duty, episode, occurrence, effectiveAt, episodeKey = '' } = decision;
    if (duty === undefined || effectiveAt > at) continue;
    if (key !== undefined && key !== episodeKey) continue;
    last.set(`${encodeURIComponent(episodeKey)}/${duty}/${episode}/${occurrence}`, decision);
  }
  const voids = new Map<string, number>();
  for (const { type, duty } of last.values()) {
    if (type === 'DutyVoided' && duty !== undefined) voids.set(duty, (voids.get(duty) ?? 0) + 1);
  }
  return voids;
}
