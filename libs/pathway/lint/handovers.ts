/** Handovers that lead nowhere: to whom they come from, or to whom has just said no. */
import type { HandoverRule } from '../definition/definition.js';
import type { EventPattern } from '../definition/pattern.js';
import { isSameService } from './holders.js';
import type { LintSubject } from './lint-subject.js';
import { isWithin } from './pattern-logic.js';

/** Code `handover-to-itself`. */
export function lintHandoversToThemselves(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    if (!isSameService(rule.from, rule.to)) continue;
    subject.error([...path, 'to'], {
      code: 'handover-to-itself',
      message: `the handover ${rule.id} offers the patient to the service that it comes from`,
      advice: 'name another service; for a step within one service take a stage',
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
      message: `when the handover ${rule.id} is refused, it is offered to the service that refused it`,
      advice: 'offer it to another service, or return it to the sender',
    });
  }
}

/** Code `handover-ambiguous`: one event accepts and refuses, so that it never refuses. */
export function lintAmbiguousAnswers(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('handovers')) {
    const both = answerOf(rule, subject);
    if (both === undefined) continue;
    subject.error([...path, 'refused', 'by'], {
      code: 'handover-ambiguous',
      message: `${both.type} accepts the handover ${rule.id} and refuses it`,
      advice: 'give the one and the other conditions under `where`',
    });
  }
}

function answerOf(
  { accepted, refused }: HandoverRule,
  subject: LintSubject,
): EventPattern | undefined {
  if (!subject.mayCompare(accepted.by.length * refused.by.length)) return undefined;
  return refused.by.find((no) => accepted.by.some((yes) => isWithin(yes, no) && isWithin(no, yes)));
}
