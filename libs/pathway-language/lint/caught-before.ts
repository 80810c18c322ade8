/** Code `caught-before`: an exit or a case that never counts, since an earlier one always does. */
import type { DutyRule, Evidence, StageExit } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import type { LintSubject } from './lint-subject.js';
import { implies, impliesEvidence, isWithin } from './pattern-logic.js';

const ADVICE = 'give the earlier one narrower conditions, or change their order';

export function lintExitsCaughtBefore(subject: LintSubject): void {
  for (const { rule, path } of subject.stages) {
    rule.exits.forEach((exit, at) => {
      const earlier = rule.exits.slice(0, at).find((one) => takesFrom(one, exit, subject));
      if (earlier === undefined) return;
      subject.error([...path, 'exits', at, 'on'], {
        code: 'caught-before',
        message: `the exit ${exit.id} is never used: ${earlier.id}, which comes before it, covers all its events`,
        advice: ADVICE,
      });
    });
  }
}

/** Whether something that the later one names is always taken by the earlier one. */
function takesFrom(earlier: StageExit, later: StageExit, subject: LintSubject): boolean {
  if (!subject.mayCompare(earlier.on.length * later.on.length)) return false;
  return later.on.some((pattern) => earlier.on.some((other) => isWithin(pattern, other)));
}

export function lintCasesCaughtBefore(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('duties')) {
    if (rule.due.kind === 'cases') lintCases(rule.due.cases, path, subject);
  }
}

type Cases = Extract<DutyRule['due'], { readonly kind: 'cases' }>['cases'];

function lintCases(cases: Cases, path: DocumentPath, subject: LintSubject): void {
  cases.forEach((later, at) => {
    const earlier = cases.slice(0, at).findIndex((one) => {
      const { when, latest = [] } = later;
      const comparisons = [one, later].map((each) => each.when.length + countOf(each.latest));
      if (!subject.mayCompare((comparisons[0] ?? 0) * (comparisons[1] ?? 0))) return false;
      return implies(when, one.when) && impliesEvidence(latest, one.latest ?? []);
    });
    if (earlier < 0) return;
    subject.error([...path, 'within', 'cases', at], {
      code: 'caught-before',
      message: `this case is never used: case ${earlier + 1} covers it`,
      advice: ADVICE,
    });
  });
}

function countOf(evidence: Evidence = []): number {
  return evidence.flat().length;
}
