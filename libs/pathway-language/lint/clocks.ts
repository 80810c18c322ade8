/**
 * Codes `endless-pause`, a clock that pauses and never runs on; `never-reached`, more days than the
 * clock's window holds; `nothing-counted`, a way of counting that nothing asks for.
 */
import type { Limit } from '#calendar';
import type { AccumulatedDays, CountingRule } from '#pathway';
import { limitIn } from './limits.js';
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

export function lintDaysNeverReached(subject: LintSubject): void {
  const { definition } = subject;
  for (const { rule, path } of subject.rules('duties')) {
    const check = (asked: AccumulatedDays | undefined, key: string): void => {
      const counting = definition.clocks.find(({ id }) => id === asked?.clock)?.counting;
      const days = asked && limitIn(asked.days, definition)?.amount;
      if (counting?.window === undefined || days === undefined) return;
      const most = mostDaysIn(counting.window, counting.unit);
      if (days <= most) return;
      subject.error([...path, key, 'days'], {
        code: 'never-reached',
        message: `the clock ${asked?.clock ?? ''} never counts ${days} days: its window holds at most ${most}`,
        advice: 'ask for fewer days, or widen the window of the clock',
      });
    };
    check(rule.due.kind === 'accumulated' ? rule.due : undefined, 'within');
    check(rule.fromAccumulated, 'from');
  }
}

export function lintNothingCounted(subject: LintSubject): void {
  const { duties } = subject.definition;
  const asked = new Set(
    duties.flatMap(({ due, fromAccumulated }) => [
      fromAccumulated?.clock,
      due.kind === 'accumulated' ? due.clock : undefined,
    ]),
  );
  for (const { rule, path } of subject.rules('clocks')) {
    if (rule.counting === undefined || asked.has(rule.id)) continue;
    subject.warn(path, {
      code: 'nothing-counted',
      message: `the clock ${rule.id} says which of its days count, but no duty adds them up`,
      advice: 'let a duty begin or be due by `accumulated`, or leave out how it counts',
    });
  }
}

/** An upper bound: months of 31 days, and every week whole. */
function mostDaysIn({ amount, unit }: Limit, kind: CountingRule['unit']): number {
  const days = amount * (unit === 'month' ? 31 : unit === 'week' ? 7 : 1);
  const perWeek = { day: 7, 'working-day': 5, 'benefit-day': 7 }[kind];
  return Math.min(days, Math.ceil(days / 7) * perWeek);
}
