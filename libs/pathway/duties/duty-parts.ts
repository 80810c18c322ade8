/** The parts of what meets a duty; one where any event of its list does. */
import type { DutyRule } from '../definition/duty-rule.js';
import type { EventPattern } from '../definition/pattern.js';
import type { DutyInstance } from '../state/duty-instance.js';

export function partsOf({ until, untilAllOf }: DutyRule): readonly (readonly EventPattern[])[] {
  return untilAllOf ?? [until];
}

/** The parts that the instance lacks; all that it had, where it never had any. */
export function missingParts(
  rule: DutyRule,
  { partsMet = [] }: Pick<DutyInstance, 'partsMet'>,
): readonly (readonly EventPattern[])[] {
  const parts = partsOf(rule);
  if (partsMet.length === 0) return parts;
  return parts.filter((_patterns, index) => !partsMet.some(({ part }) => part === index + 1));
}
