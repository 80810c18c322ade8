/** Code `endless-pause`: a clock that pauses and never runs on. */
import type { LintSubject } from './lint-subject.js';

export function lintEndlessPauses(subject: LintSubject): void {
  for (const { rule, path } of subject.rules('clocks')) {
    if (rule.pause.length === 0 || rule.resume.length > 0) continue;
    subject.warn([...path, 'pause'], {
      code: 'endless-pause',
      message: `once paused, the clock ${rule.id} never runs again: nothing resumes it`,
      advice: 'add `resume`, or use `stop` if it is meant to end',
    });
  }
}
