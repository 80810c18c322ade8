/**
 * Danger of which nothing follows. Code `critical-untold`: a critical duty is overdue and nobody
 * is told. Code `severity-unbounded`: a stage is marked as dangerous and no stay in it is ever too
 * long. That it lasts longer than most is no danger that the definition speaks of.
 */
import type { LintSubject } from './lint-subject.js';

export function lintUnescalatedDanger(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('duties')) {
    if (rule.severity !== 'critical' || rule.escalate.length > 0) continue;
    subject.warn([...path, 'severity'], {
      code: 'critical-untold',
      message: `nobody is told when the duty ${rule.id}, which is critical, is overdue`,
      advice: 'give it `escalate`',
    });
  }
}

export function lintUnboundedDanger(subject: LintSubject): void {
  for (const { rule, path } of subject.stages) {
    const { id, severity = 'normal', limit, expectedP90 } = rule;
    if (severity === 'normal' || (limit ?? expectedP90) !== undefined) continue;
    // It stands for its parts, too, of which some may have a limit.
    const inherited = subject.definition.stages.some(
      (part) => part.parent === id && (part.limit ?? part.expectedP90) !== undefined,
    );
    if (
      inherited ||
      subject.tree.around(rule).some((one) => one !== rule && one.severity === severity)
    )
      continue;
    subject.warn([...path, 'severity'], {
      code: 'severity-unbounded',
      message: `no stay in the stage ${id} is ever too long, so that its severity says nothing`,
      advice: 'give it `limit` or `expected-p90`, or leave `severity` to duties and handovers',
    });
  }
}
