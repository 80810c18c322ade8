/** Which of a patient's facts count on a pathway, by the same fold that assesses them. */
import type { TimedFact, RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { Journey } from './journey.js';
import type { RulesSource } from '../rules/pathway-rules.js';

/**
 * The facts that count in some episode, in order: those of the episode, those that it looks
 * back on, those of a gap before it was reopened, and those outside that settled a duty because
 * their time is known only to the day or month. Facts that run a clock over the patient count
 * too, as soon as there is an episode.
 * @param at ms since the epoch: nothing that began later
 * @param options knownAt: only what was recorded by then, ms since the epoch, inclusive; key: of
 *   the episodes asked about
 * @throws RangeError when a fact's `occurredAt` is no time or the zone is not known
 */
export function countedFacts(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  at: number,
  options: { readonly knownAt?: number; readonly key?: string } = {},
): readonly TimedFact[] {
  const knownAt = options.knownAt ?? Infinity;
  const journey = new Journey(from);
  for (const fact of facts) if (fact.recordedAt <= knownAt) journey.add(fact);
  return journey.counted(at, options.key);
}
