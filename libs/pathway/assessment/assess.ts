/**
 * Where a patient stands on a pathway at an instant, from the facts alone: the heart of the
 * engine.
 */
import type { Assessment } from '../state/assessment.js';
import type { RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { Journey } from './journey.js';
import type { JourneyOptions } from './journey.js';
import type { RulesSource } from '../rules/pathway-rules.js';

/**
 * Pure: the same facts, in whatever order they arrived and however often, give the same
 * assessment. Facts that happened after `at` are not considered, except that the first
 * of them is a reason to wake up.
 * @param from one definition for ever, or the versions that its episodes are pinned to
 * @param at ms since the epoch
 * @param options knownAt: only what was recorded by then, ms since the epoch, inclusive;
 *   touched: takes the keys of the rules that the facts touch; key: of the episodes asked about
 * @throws RangeError when a fact's `occurredAt` is no time or the zone is not known
 */
export function assess(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  at: number,
  options: JourneyOptions & { readonly knownAt?: number; readonly key?: string } = {},
): Assessment {
  return journeyOf(from, facts, options).assess(at, options.key);
}

/** As `assess`, one assessment for each key; see `Journey.assessAll`. */
export function assessAll(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  at: number,
  options: JourneyOptions & { readonly knownAt?: number } = {},
): readonly Assessment[] {
  return journeyOf(from, facts, options).assessAll(at);
}

function journeyOf(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  options: JourneyOptions & { readonly knownAt?: number },
): Journey {
  const knownAt = options.knownAt ?? Infinity;
  const journey = new Journey(from, options);
  for (const fact of facts) if (fact.recordedAt <= knownAt) journey.add(fact);
  return journey;
}
