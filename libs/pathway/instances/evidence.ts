/**
 * Evidence: what the latest earlier fact of a type says. Guards ask for it, and duties do when
 * they begin.
 */
import { dueAt, type Limit, type OwnerDays } from '#calendar';
import type { TimedFact } from '#care-event';
import type { LimitRef } from '../definition/element.js';
import type { Condition, Evidence } from '../definition/pattern.js';

/** What it takes to look at evidence. */
export interface EvidenceContext {
  /** The definition's zone and calendar, by which facts grow old. */
  readonly days: OwnerDays;
  /** By the municipality of the fact being applied. */
  limit(ref: LimitRef): Limit;
  meets(where: readonly Condition[], fact: TimedFact): boolean;
}

/** The latest fact of a type that counts; undefined where there is none. */
type Latest = (type: string) => TimedFact | undefined;

/** Whether each part has evidence for the fact. */
export function hasEvidence(
  evidence: Evidence,
  fact: TimedFact,
  latest: Latest,
  context: EvidenceContext,
): boolean {
  return evidence.every((part) =>
    part.some(({ type, where, within }) => {
      const earlier = latest(type);
      if (earlier === undefined || !context.meets(where, earlier)) return false;
      return within === undefined || isYoung(earlier, fact, context.limit(within), context.days);
    }),
  );
}

/** The same with the ages that hold where the patient lives now. */
export function resolveAges(evidence: Evidence, context: EvidenceContext): Evidence {
  if (!evidence.some((part) => part.some(({ within }) => within !== undefined))) return evidence;
  return evidence.map((part) =>
    part.map((pattern) =>
      pattern.within === undefined
        ? pattern
        : { ...pattern, within: context.limit(pattern.within) },
    ),
  );
}

function isYoung(earlier: TimedFact, fact: TimedFact, age: Limit, days: OwnerDays): boolean {
  const until = dueAt(earlier, age, days);
  return until !== undefined && fact.start <= until;
}
