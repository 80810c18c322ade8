/**
 * Codes `ungraded-clock`: a stage asks for the grade of a clock whose days have none; and
 * `warning-from-start`: a warning so long before the due time that it is given at once.
 */
import { limitSeconds } from '#calendar';
import { limitIn } from './limits.js';
import type { LintSubject } from './lint-subject.js';

export function lintUngradedClocks(subject: LintSubject): void {
  const { clocks } = subject.definition;
  for (const { rule, path } of subject.stages) {
    const clock = clocks.find(({ id }) => id === rule.while?.clock);
    if (clock === undefined || clock.spans.some(({ grade }) => grade !== undefined)) continue;
    subject.error([...path, 'while', 'clock'], {
      code: 'ungraded-clock',
      message: `the days of the clock ${clock.id} have no grade, so nobody ever comes to the stage ${rule.id} by it`,
      advice: 'give one of its spans a `grade`',
    });
  }
}

export function lintWarningsFromStart(subject: LintSubject): void {
  const { definition } = subject;
  for (const { rule, path } of subject.rules('duties')) {
    const { due } = rule;
    // What counts from a date, by cases or by a clock may leave more time.
    if (due.kind !== 'limit' || due.from !== undefined) continue;
    const length = limitIn(due.limit, definition);
    rule.warn.forEach(({ before }, at) => {
      const lead = limitIn(before, definition);
      if (length === undefined || lead === undefined) return;
      if (limitSeconds(lead) < limitSeconds(length)) return;
      subject.warn([...path, 'warn', at, 'before'], {
        code: 'warning-from-start',
        message: `the warning is given as soon as the duty ${rule.id} begins`,
        advice: 'make `before` shorter than the time that the duty has',
      });
    });
  }
}
