/** Handovers of scopes: from or to somebody who cannot be meant, and answers that mean two of them. */
import type { EventPattern, HandoverAction, HandoverRule, ScopeRule, ServiceRef } from '#pathway';
import { isSameService } from './holders.js';
import type { LintSubject, Located } from './lint-subject.js';
import { mayBeElsewhere } from './organisations.js';
import { isWithin } from './pattern-logic.js';
import { scopesOf } from './scopes.js';

/** Code `handover-to-itself`, of a scope that nobody but the receiver can hold by then. */
export function lintScopesPassedToTheirHolder(subject: LintSubject): void {
  for (const { rule, path, scope } of scopeHandovers(subject)) {
    if (rule.from !== 'holder' || mayBeElsewhere(rule.to, subject.definition)) continue;
    const others = holdersOf(scope, subject).filter((one) => !isSameService(one, rule.to));
    if (others.length > 0) continue;
    subject.error([...path, 'to'], {
      code: 'handover-to-itself',
      message: `the handover ${rule.id} offers the scope ${scope.id} to the only service that ever holds it`,
      advice: 'name another service here, or as the first holder of the scope',
    });
  }
}

/** Code `never-holds-scope`. */
export function lintSendersWithoutScope(subject: LintSubject): void {
  for (const { rule, path, scope } of scopeHandovers(subject)) {
    const { from } = rule;
    if (from === 'holder' || typeof from !== 'string') continue;
    const holders = holdersOf(scope, subject);
    // A parameter may stand for that very service.
    if (holders.some((one) => typeof one !== 'string' || isSameService(one, from))) continue;
    subject.warn([...path, 'from'], {
      code: 'never-holds-scope',
      message: `${from} offers the scope ${scope.id} in the handover ${rule.id} and never holds it`,
      advice: 'use `from: holder`, or name a service that holds the scope',
    });
  }
}

/** Code `answers-several`: one event answers offers of what different services may be asked to hold. */
export function lintAnswersOfSeveralScopes(subject: LintSubject): void {
  const handovers = subject.rules('handovers');
  handovers.forEach(({ rule, path }, at) => {
    for (const { rule: other } of handovers.slice(0, at)) {
      if (other.scope === rule.scope) continue;
      if (other.matching !== undefined && rule.matching !== undefined) continue;
      const [ours, theirs] = [answersOf(rule), answersOf(other)];
      if (!subject.mayCompare(ours.length * theirs.length)) return;
      const both = ours.find((one) =>
        theirs.some((their) => isWithin(one, their) || isWithin(their, one)),
      );
      if (both === undefined) continue;
      subject.warn(path, {
        code: 'answers-several',
        message: `${both.type} answers the handovers ${other.id} and ${rule.id}, which pass on different things`,
        advice:
          'tell the answers apart by `scope` under `where`, or give both handovers `matching`',
      });
    }
  });
}

interface ScopeHandover extends Located<HandoverRule> {
  readonly scope: ScopeRule;
}

function scopeHandovers(subject: LintSubject): readonly ScopeHandover[] {
  const scopes = new Map(scopesOf(subject).map(({ rule }) => [rule.id, rule]));
  return subject.rules('handovers').flatMap(({ rule, path }) => {
    const scope = scopes.get(rule.scope ?? '');
    return scope === undefined ? [] : [{ rule, path, scope }];
  });
}

/** Whoever may hold it: first, or by a handover of it. */
function holdersOf({ id, holder }: ScopeRule, { definition }: LintSubject): readonly ServiceRef[] {
  const handovers = definition.handovers.filter(({ scope }) => scope === id);
  return [holder, ...handovers.flatMap(receiversOf)];
}

function receiversOf({ to, refused, silent }: HandoverRule): readonly ServiceRef[] {
  const actions: readonly HandoverAction[] = [refused, silent, ...silent.next].map(
    ({ then }) => then,
  );
  return [to, ...actions.flatMap((one) => (one.kind === 'offer' ? [one.to] : []))];
}

function answersOf({ accepted, refused }: HandoverRule): readonly EventPattern[] {
  return [...accepted.by, ...refused.by];
}
