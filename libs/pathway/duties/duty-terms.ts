/** What is fixed for an instance of a duty when it begins. */
import type { TimedFact } from '#care-event';
import type { DutyRule } from '../definition/duty-rule.js';
import { isHolderOfScope } from '../definition/element.js';
import { addLimit, type OwnerDays } from '#calendar';
import type { DuePlan } from '../instances/due-plan.js';
import { duePlan } from '../instances/due-plan.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { EscalationTerms } from './escalation.js';
import type { WarningTerms } from './warnings.js';

/** The contacts that make breaches attributable; they grow while facts are applied. */
export interface FirstContact {
  at: number | undefined;
  /** Those that do so only where they come late enough, in order. */
  readonly later: number[];
}

export interface DutyTerms {
  readonly rule: DutyRule;
  /** Where whoever holds a scope owes it. */
  readonly scope: string | undefined;
  /** Undefined: whoever holds the patient, or the scope. */
  readonly owner: string | undefined;
  /** Zone and calendar of the owner, or of who held the patient at the start. */
  readonly days: OwnerDays;
  readonly plan: DuePlan;
  readonly steps: readonly EscalationTerms[];
  readonly warnings: readonly WarningTerms[];
  readonly firstContact: FirstContact;
  /** After which contacts come late enough; Infinity where none does. */
  readonly lateFrom: number;
  /** After which what meets it counts. */
  readonly meetsFrom: number;
  /** Types of event that would meet it. */
  readonly awaits: readonly string[];
}

/** Parameters are resolved here, with what the episode knows when it begins. */
export function termsOf(
  rule: DutyRule,
  from: TimedFact,
  context: EpisodeContext,
  firstContact: FirstContact,
): DutyTerms {
  const scope = scopeOwing(rule);
  const owner =
    isHolderOfScope(rule.owner) || rule.owner === 'holder'
      ? undefined
      : context.service(rule.owner);
  const days = context.ownerOf(owner ?? context.holderAt(from.start));
  const steps = rule.escalate.map(({ to, after }) => ({
    to: context.service(to),
    after: after === undefined ? undefined : context.limit(after),
  }));
  const plan = duePlan({ rule, from, days, context });
  const { attributableLater: later, notBefore } = rule;
  const warnings = rule.warn.map(({ to, before: ref }) => {
    const before = context.limit(ref);
    const service = to === undefined ? undefined : context.service(to);
    return { to: service, before, counted: plan.countedBefore?.(before) };
  });
  return {
    rule,
    scope,
    owner,
    days,
    plan,
    steps,
    warnings,
    firstContact,
    lateFrom: later === undefined ? Infinity : addLimit(from.end, context.limit(later.after), days),
    meetsFrom:
      notBefore === undefined ? -Infinity : addLimit(from.end, context.limit(notBefore), days),
    awaits: awaitedTypes(rule),
  };
}

/** Id of the scope whose holder owes it; undefined where it is owed otherwise. */
export function scopeOwing({ owner }: DutyRule): string | undefined {
  return isHolderOfScope(owner) ? owner.holderOf : undefined;
}

const AWAITED = new WeakMap<DutyRule, readonly string[]>();

function awaitedTypes(rule: DutyRule): readonly string[] {
  let types = AWAITED.get(rule);
  if (types === undefined) {
    types = [...new Set(rule.until.map(({ type }) => type))];
    AWAITED.set(rule, types);
  }
  return types;
}
