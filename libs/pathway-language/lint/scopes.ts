/** Scopes that are not what their authors mean: never begun, never used or passed on, owed for before they begin. */
import { type DutyRule, type EventPattern, isHolderOfScope, type ScopeRule } from '#pathway';
import type { LintSubject, Located } from './lint-subject.js';
import { canBothFit, isWithin } from './pattern-logic.js';

/** Code `scope-never-begins`: all that would begin it closes the pathway first. */
export function lintScopesNeverBegun(subject: LintSubject): void {
  const { closes } = subject.definition;
  for (const { rule, path } of scopesOf(subject)) {
    if (rule.begins.length === 0) continue;
    if (!subject.mayCompare(rule.begins.length * closes.length)) return;
    const begins = rule.begins.some((one) => !closes.some((close) => isWithin(one, close)));
    if (begins) continue;
    subject.error([...path, 'begins'], {
      code: 'scope-never-begins',
      message: `the scope ${rule.id} can never begin: every event that would begin it closes the pathway`,
      advice: 'begin it with an event before the close, or leave `begins` out',
    });
  }
}

/** Code `scope-begins-and-ends`: one event does both by turns. */
export function lintScopesBegunByTheirEnd(subject: LintSubject): void {
  for (const { rule, path } of scopesOf(subject)) {
    if (!subject.mayCompare(rule.begins.length * rule.ends.length)) return;
    const both = rule.ends.find((end) =>
      rule.begins.some((begin) => isWithin(begin, end) && isWithin(end, begin)),
    );
    if (both === undefined) continue;
    subject.warn([...path, 'ends'], {
      code: 'scope-begins-and-ends',
      message: `${both.type} begins the scope ${rule.id} and the next one ends it`,
      advice: 'tell them apart by conditions under `where`, or by another event',
    });
  }
}

/**
 * Codes `unused-scope` and `scope-never-passed`: nothing that it says depends on it, or on who
 * holds it. Left alone where the scope has a note, for why.
 */
export function lintScopesNeverPassed(subject: LintSubject): void {
  const { duties, handovers } = subject.definition;
  for (const { rule, path } of scopesOf(subject)) {
    const { id, note } = rule;
    if (note !== undefined || handovers.some(({ scope }) => scope === id)) continue;
    const isOwed = duties.some((duty) => isOwedBy(duty, rule));
    subject.warn(
      path,
      isOwed
        ? {
            code: 'scope-never-passed',
            message: `nothing passes the scope ${id} on: whoever holds it first holds it to the end`,
            advice: `add a handover with \`scope: ${id}\`, or say in \`note\` why it stays there`,
          }
        : {
            code: 'unused-scope',
            message: `nothing uses the scope ${id}: its holder owes nothing, and nothing passes it on`,
            advice: 'use it, remove it, or say in `note` what it shows',
          },
    );
  }
}

/**
 * Code `owed-before-scope`: what opens the pathway, or ends the scope, begins the duty, and
 * nobody holds the scope then. Left alone where the scope has a note, for why.
 */
export function lintOwedBeforeScope(subject: LintSubject): void {
  for (const { rule: scope } of scopesOf(subject)) {
    if (scope.note !== undefined) continue;
    for (const { rule: duty, path } of subject.rules('duties')) {
      if (!isOwedBy(duty, scope)) continue;
      const early = duty.from.find((from) => isWithoutScope(from, scope, subject));
      if (early === undefined) continue;
      subject.warn([...path, 'owner'], {
        code: 'owed-before-scope',
        message: `the duty ${duty.id} begins with ${early.type}, when nobody holds the scope ${scope.id}, which may never begin`,
        advice:
          'begin the duty with what begins the scope, name a service as the owner, or say in the `note` of the scope who is meant',
      });
    }
  }
}

/** Code `responsibility-without-scopes`. */
export function lintNamedWithoutScopes(subject: LintSubject): void {
  const { responsibility, scopes = [] } = subject.definition;
  if (responsibility === undefined || scopes.length > 0) return;
  subject.warn(['responsibility'], {
    code: 'responsibility-without-scopes',
    message: 'there are no scopes beside which the responsibility could be named',
    advice: 'remove `responsibility`, or add `scopes`',
  });
}

/** Whether every event that fits it opens the pathway or ends the scope, and none begins it. */
function isWithoutScope(from: EventPattern, scope: ScopeRule, subject: LintSubject): boolean {
  const { definition, fields } = subject;
  if (scope.begins.length === 0) return false;
  if (scope.begins.some((begin) => canBothFit(from, begin, fields))) return false;
  const entry = definition.entry === 'any' ? [] : definition.entry;
  return [...entry, ...scope.ends].some((one) => isWithin(from, one));
}

export function scopesOf({ definition }: LintSubject): readonly Located<ScopeRule>[] {
  return (definition.scopes ?? []).map((rule, at) => ({ rule, path: ['scopes', at] }));
}

function isOwedBy({ owner }: DutyRule, { id }: ScopeRule): boolean {
  return isHolderOfScope(owner) && owner.holderOf === id;
}
