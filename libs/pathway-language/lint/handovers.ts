/** Handovers that lead nowhere: to whom they come from, to whom has just said no, or past who accepted. */
import type { EventPattern, HandoverAction, HandoverRule, LimitRef } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import { limitSeconds } from '#calendar';
import { isSameService } from './holders.js';
import { mayBeElsewhere } from './organisations.js';
import type { LintSubject } from './lint-subject.js';
import { limitIn } from './limits.js';
import { isWithin } from './pattern-logic.js';

/** Code `handover-to-itself`: unless the service may be that of another organisation by then. */
export function lintHandoversToThemselves(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    if (!isSameService(rule.from, rule.to)) continue;
    if (mayBeElsewhere(rule.to, subject.definition)) continue;
    subject.error([...path, 'to'], {
      code: 'handover-to-itself',
      message: `the handover ${rule.id} offers the patient to the service that sends the patient`,
      advice: 'name another service; use a stage for a step within one service',
    });
  }
}

/** Code `offered-to-refuser`. */
export function lintOffersToRefusers(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    const { then } = rule.refused;
    if (then.kind !== 'offer' || !isSameService(then.to, rule.to)) continue;
    subject.error([...path, 'refused', 'then'], {
      code: 'offered-to-refuser',
      message: `when the handover ${rule.id} is refused, the patient is offered again to the service that refused`,
      advice: 'offer it to another service, or return it to the sender',
    });
  }
}

/** Code `told-the-same`: what follows goes to the service that was asked or that offers. */
export function lintActionsToTheSame(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    for (const { action, at } of actionsOf(rule, path)) {
      if (!('to' in action)) continue;
      const asked = isSameService(action.to, rule.to);
      // Lint says of a refusal that is offered to the refuser by a code of its own.
      if (!asked && !isSameService(action.to, rule.from)) continue;
      if (asked && action.kind === 'offer' && at.includes('refused')) continue;
      const who = asked ? 'the service that was asked' : 'the service that offers';
      subject.error(at, {
        code: 'told-the-same',
        message: `this step of the handover ${rule.id} informs ${who}, which already knows`,
        advice: asked ? 'use `remind`, or name another service' : 'name another service',
      });
    }
  }
}

function actionsOf(
  { refused, silent }: HandoverRule,
  path: DocumentPath,
): readonly { readonly action: HandoverAction; readonly at: DocumentPath }[] {
  return [
    { action: refused.then, at: [...path, 'refused', 'then'] },
    { action: silent.then, at: [...path, 'silent', 'then'] },
    ...silent.next.map(({ then }, place) => {
      return { action: then, at: [...path, 'silent', 'next', place, 'then'] };
    }),
  ];
}

/** Code `steps-out-of-order`: a later step on silence comes no later than the one before it. */
export function lintSilentSteps(subject: LintSubject): void {
  const seconds = (after: LimitRef): number => {
    const limit = limitIn(after, subject.definition);
    return limit === undefined ? Infinity : limitSeconds(limit);
  };
  for (const { rule, path } of subject.rules('handovers')) {
    rule.silent.next.forEach(({ after }, place) => {
      const before = rule.silent.next[place - 1]?.after;
      if (seconds(after) > (before === undefined ? 0 : seconds(before))) return;
      if (seconds(after) === Infinity) return;
      subject.error([...path, 'silent', 'next', place, 'after'], {
        code: 'steps-out-of-order',
        message: `in the handover ${rule.id} this step comes no later than the one before it`,
        advice: 'each step counts from when the answer was due: put them in order of time',
      });
    });
  }
}

/**
 * Code `opens-stage-of-another`: who accepts is not who holds the stage that this opens. A
 * service that is asked next may be another: of it, nothing is said.
 */
export function lintAcceptedElsewhere(subject: LintSubject): void {
  const { definition, tree } = subject;
  for (const { rule, path } of subject.rules('handovers')) {
    const stage = rule.accepted.opens === undefined ? undefined : tree.entered(rule.accepted.opens);
    if (stage === undefined || isSameService(stage.holder, rule.to)) continue;
    // A parameter may well stand for that very service.
    if (typeof stage.holder !== 'string' || typeof rule.to !== 'string') continue;
    if (!definition.services.has(stage.holder)) continue;
    subject.error([...path, 'accepted', 'opens'], {
      code: 'opens-stage-of-another',
      message: `the handover ${rule.id} is accepted by ${rule.to}, but opens the stage ${stage.id}, which ${stage.holder} holds`,
      advice: 'open a stage that the receiver holds, or hand over to the holder of that stage',
    });
  }
}

/** Code `handover-ambiguous`: one event means two things of a handover, so that one of them never counts. */
export function lintAmbiguousAnswers(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    for (const { first, then, does, also, at } of rivals(rule)) {
      const both = shared(first, then, subject);
      if (both === undefined) continue;
      subject.error([...path, ...at], {
        code: 'handover-ambiguous',
        message: `${both.type} ${does} the handover ${rule.id} and ${also}`,
        advice: 'tell them apart by conditions under `where`',
      });
    }
  }
}

interface Rivals {
  readonly first: readonly EventPattern[];
  readonly then: readonly EventPattern[];
  readonly does: string;
  readonly also: string;
  readonly at: DocumentPath;
}

function rivals(rule: HandoverRule): readonly Rivals[] {
  const { accepted, refused, information, withdrawn, overtaken } = rule;
  const yes = { first: accepted.by, does: 'accepts' };
  const answer = { first: [...accepted.by, ...refused.by], does: 'answers' };
  const asks = information?.requested ?? [];
  const back = withdrawn?.by ?? [];
  return [
    { ...yes, then: refused.by, also: 'refuses it', at: ['refused', 'by'] },
    { ...yes, then: overtaken, also: 'overtakes it', at: ['overtaken'] },
    { ...answer, then: asks, also: 'requests information', at: ['information', 'requested'] },
    { ...answer, then: back, also: 'withdraws it', at: ['withdrawn', 'by'] },
    {
      first: withdrawn?.answered ?? [],
      does: 'agrees to the withdrawal of',
      then: back,
      also: 'withdraws it',
      at: ['withdrawn', 'by'],
    },
  ];
}

function shared(
  first: readonly EventPattern[],
  then: readonly EventPattern[],
  subject: LintSubject,
): EventPattern | undefined {
  if (!subject.mayCompare(first.length * then.length)) return undefined;
  return then.find((one) => first.some((other) => isWithin(other, one) && isWithin(one, other)));
}
