/** What the senders of facts are warned of, from where the facts led. */
import { enteredUnaddressed, factKey, type CareEvent, type FactWarning } from '#care-event';
import type { Assessment } from '#pathway';

const NONE: ReadonlyMap<string, readonly FactWarning[]> = new Map();

/**
 * By `factKey`; facts without a warning are not in it.
 * @param assessments where the patient stands with these facts, on every pathway
 */
export function warningsOf(
  facts: readonly CareEvent[],
  assessments: readonly Assessment[],
): ReadonlyMap<string, readonly FactWarning[]> {
  const unaddressed = new Set(
    facts.filter(({ pathway }) => pathway === undefined).map((fact) => factKey(fact)),
  );
  if (unaddressed.size === 0) return NONE;
  const warnings = new Map<string, FactWarning[]>();
  for (const { pathway, episodes } of assessments)
    for (const { enteredBy } of episodes) {
      if (!unaddressed.has(enteredBy)) continue;
      const known = warnings.get(enteredBy) ?? [];
      warnings.set(enteredBy, [...known, enteredUnaddressed(pathway)]);
    }
  return warnings;
}
