/** Guards that cannot be kept: alone, together, or because they wait for each other. */
import type { EventPattern, Evidence, GuardRule } from '#pathway';
import type { LintSubject, Located } from './lint-subject.js';
import { disputedType, firstDefined, share } from './disputed-evidence.js';
import { isWithin } from './pattern-logic.js';

/**
 * Code `contradictory-guards`: one event breaks one of them whatever came before, because
 * both look at the latest event of one type and demand different things of it.
 */
export function lintContradictoryGuards(subject: LintSubject): void {
  const guards = subject.rules('guards');
  guards.forEach((guard, at) => {
    for (const { rule: rival } of guards.slice(0, at)) {
      const type = disputedBy(rival, guard.rule, subject);
      if (type === undefined) continue;
      subject.error([...guard.path, 'requires'], {
        code: 'contradictory-guards',
        message: `the guards ${rival.id} and ${guard.rule.id} cannot both be kept: they require different things of the latest ${type}`,
        advice: 'give one of them narrower conditions under `on`',
      });
      return;
    }
  });
}

function disputedBy(a: GuardRule, b: GuardRule, subject: LintSubject): string | undefined {
  if (!subject.mayCompare(a.on.length * b.on.length)) return undefined;
  if (!share(a.on, b.on, subject)) return undefined;
  return firstDefined(requiredBy(a), (part) =>
    firstDefined(requiredBy(b), (other) => disputedType(part, other, subject)),
  );
}

/**
 * Codes `guard-requires-itself` and `guard-circle`: what a guard requires is guarded in
 * turn, by itself or by guards that come back to it, so that nothing can ever be first.
 */
export function lintGuardCircles(subject: LintSubject): void {
  const guards = subject.rules('guards');
  const [guarded, demanded] = [
    guards.flatMap(({ rule }) => rule.on).length,
    guards.flatMap(({ rule }) => rule.requires).length,
  ];
  if (!subject.mayCompare(guarded * demanded)) return;
  const keepable = keepableGuards(guards.map(({ rule }) => rule));
  for (const { rule, path } of guards) {
    if (keepable.has(rule)) continue;
    const others = blockersOf(rule, guards).filter((other) => !keepable.has(other));
    const itself = others.every((other) => other === rule);
    const names = others.map(({ id }) => id).join(', ');
    subject.error([...path, 'requires'], {
      code: itself ? 'guard-requires-itself' : 'guard-circle',
      message: itself
        ? `the guard ${rule.id} can never be kept: it requires its own event to come before it`
        : `the guard ${rule.id} can never be kept: what it requires is guarded by ${names}, which leads back to it`,
    });
  }
}

/** Guards that some course of events keeps: those whose demand can arise without breaking another. */
function keepableGuards(guards: readonly GuardRule[]): ReadonlySet<GuardRule> {
  const blockers = new Map(
    guards.map((guard) => [
      guard,
      requiredBy(guard).map((part) =>
        part.map((pattern) => guards.filter((other) => covers(other, pattern))),
      ),
    ]),
  );
  const keepable = new Set<GuardRule>();
  for (let before = -1; keepable.size > before;) {
    before = keepable.size;
    for (const [guard, parts] of blockers) {
      const arises = (all: readonly GuardRule[]) => all.every((one) => keepable.has(one));
      if (parts.every((demands) => demands.some(arises))) keepable.add(guard);
    }
  }
  return keepable;
}

/** Its parts; none where it requires nothing. */
function requiredBy({ requires, requiresAllOf }: GuardRule): Evidence {
  return requiresAllOf ?? (requires.length === 0 ? [] : [requires]);
}

function blockersOf(guard: GuardRule, guards: readonly Located<GuardRule>[]): readonly GuardRule[] {
  return guards
    .map(({ rule }) => rule)
    .filter((other) => guard.requires.some((pattern) => covers(other, pattern)));
}

function covers({ on }: GuardRule, pattern: EventPattern): boolean {
  return on.some((guarded) => isWithin(pattern, guarded));
}
