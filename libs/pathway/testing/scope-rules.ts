/** Made-up scopes, and rules that belong to one where there is one. */
import fc from 'fast-check';
import type { DutyRule } from '../definition/duty-rule.js';
import { isHolderOfScope } from '../definition/element.js';
import type { HandoverRule } from '../definition/handover-rule.js';
import type { ScopeRule } from '../definition/scope-rule.js';
import { few, services } from './rule-parts.js';

export const scope: fc.Arbitrary<ScopeRule> = fc
  .record({ holder: services, begins: few, ends: few })
  .map((rule) => ({ title: 't', id: 'beside', ...rule }));

/** Where there is no scope, whoever holds the patient owes what its holder would. */
export function dutyOf(
  rule: Omit<DutyRule, 'id'>,
  id: string,
  scopes: readonly ScopeRule[],
): DutyRule {
  const isOfNone = scopes.length === 0 && isHolderOfScope(rule.owner);
  return { ...rule, id, owner: isOfNone ? 'holder' : rule.owner };
}

/** Where there is no scope, the patient is handed over. */
export function handoverOf(
  { scope: passed, ...rule }: Omit<HandoverRule, 'id'>,
  id: string,
  scopes: readonly ScopeRule[],
): HandoverRule {
  return { ...rule, id, ...(passed !== undefined && scopes.length > 0 && { scope: passed }) };
}
