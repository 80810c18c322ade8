/** Guards that cannot be kept: alone, together, or because they wait for each other. */
import type { EventPattern, GuardRule } from '#pathway';
import type { LintSubject, Located } from './lint-subject.js';
import { canBothFit, isWithin } from './pattern-logic.js';

/**
 * Code `contradictory-guards`: one event breaks one of them whatever came before, because
 * both look at the latest event of one type and demand different things of it.
 */
export function lintContradictoryGuards(subject: LintSubject): void {
  const guards = subject.rules('guards').filter(({ rule }) => soleType(rule) !== undefined);
  guards.forEach((guard, at) => {
    const rival = guards.slice(0, at).find(({ rule }) => exclude(rule, guard.rule, subject));
    if (rival === undefined) return;
    subject.error([...guard.path, 'requires'], {
      code: 'contradictory-guards',
      message: `the guards ${rival.rule.id} and ${guard.rule.id} cannot both be kept: they require different things of the latest ${soleType(guard.rule)}`,
      advice: 'give one of them narrower conditions under `on`',
    });
  });
}

/** The only type that a guard looks at; of several one is enough, so they exclude nothing. */
function soleType({ requires }: GuardRule): string | undefined {
  const [first] = requires;
  return requires.every(({ type }) => type === first?.type) ? first?.type : undefined;
}

function exclude(a: GuardRule, b: GuardRule, subject: LintSubject): boolean {
  if (soleType(a) !== soleType(b)) return false;
  const pairs = a.on.length * b.on.length + a.requires.length * b.requires.length;
  if (!subject.mayCompare(pairs)) return false;
  const share = (left: readonly EventPattern[], right: readonly EventPattern[]) =>
    left.some((one) => right.some((other) => canBothFit(one, other, subject.fields)));
  return share(a.on, b.on) && !share(a.requires, b.requires);
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
      guard.requires.map((pattern) => guards.filter((other) => covers(other, pattern))),
    ]),
  );
  const keepable = new Set<GuardRule>();
  for (let before = -1; keepable.size > before;) {
    before = keepable.size;
    for (const [guard, demands] of blockers) {
      if (demands.length === 0 || demands.some((all) => all.every((one) => keepable.has(one)))) {
        keepable.add(guard);
      }
    }
  }
  return keepable;
}

function blockersOf(guard: GuardRule, guards: readonly Located<GuardRule>[]): readonly GuardRule[] {
  return guards
    .map(({ rule }) => rule)
    .filter((other) => guard.requires.some((pattern) => covers(other, pattern)));
}

function covers({ on }: GuardRule, pattern: EventPattern): boolean {
  return on.some((guarded) => isWithin(pattern, guarded));
}
