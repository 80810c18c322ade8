/**
 * The grades of one episode: by clock, how much each span of days counts for, such as the degree
 * of sick leave. Of spans that overlap, the highest grade holds.
 */
import type { TimedFact } from '#care-event';
import { dayAt } from '#calendar';
import { type ClockRule, type ClockSpan, isGraded } from '../definition/clock-rule.js';
import type { StageRule } from '../definition/stage-rule.js';
import { fieldOf } from '../definition/pattern.js';
import type { Effects } from '../rules/effects.js';
import { daysNamed } from '../rules/turn.js';

interface Graded {
  readonly first: number;
  readonly last: number;
  readonly grade: number;
  readonly certificate: string | undefined;
}

export class Grades {
  private readonly spans = new Map<string, readonly Graded[]>();
  private readonly seen = new Set<TimedFact>();
  private readonly asking = new Set<TimedFact>();
  /** Clocks that not every nullifying fact nullifies any more. */
  private readonly kept = new Set<string>();

  constructor(
    private readonly clocks: readonly ClockRule[],
    private readonly zone: string,
  ) {}

  /** A fact of the episode, in order; noted once. */
  note(timed: TimedFact, { clocks }: Effects): void {
    if (this.seen.has(timed)) return;
    this.seen.add(timed);
    for (const { index, effect } of clocks) {
      const rule = this.clocks[index];
      if (rule === undefined || !isGraded(rule)) continue;
      const nullifies = effect.nullify || (effect.nullifyUnless && !this.kept.has(rule.id));
      if (nullifies) this.spans.set(rule.id, []);
      if (effect.keeps) this.kept.add(rule.id);
      if (nullifies || effect.stop || effect.cuts || effect.span !== undefined)
        this.asking.add(timed);
      if (effect.stop || effect.cuts) this.cut(rule.id, lastDayBy(timed, this.zone), () => true);
      const span = effect.span === undefined ? undefined : rule.spans[effect.span];
      if (span !== undefined) this.cover(rule.id, timed, span);
    }
  }

  /** Whether the fact, which was noted, is about a clock that has grades. */
  asks(timed: TimedFact): boolean {
    return this.asking.has(timed);
  }

  /** Index of the first stage that asks for the grade of the day; -1 where none does. */
  stageAt(at: number, stages: readonly StageRule[]): number {
    const day = dayAt(at, this.zone);
    return stages.findIndex((stage) => stage.while !== undefined && this.holds(stage.while, day));
  }

  /** Whether the highest grade of that local day is one that the stage asks for. */
  private holds(
    { clock, atLeast, above, atMost, below }: NonNullable<StageRule['while']>,
    day: number,
  ) {
    let grade = -Infinity;
    for (const span of this.spans.get(clock) ?? [])
      if (span.first <= day && day <= span.last) grade = Math.max(grade, span.grade);
    if (grade === -Infinity) return false;
    return (
      grade >= (atLeast ?? -Infinity) &&
      grade > (above ?? -Infinity) &&
      grade <= (atMost ?? Infinity) &&
      grade < (below ?? Infinity)
    );
  }

  /** One of the same certificate takes the place of the earlier from its first day on. */
  private cover(clock: string, timed: TimedFact, span: ClockSpan): void {
    const { data } = timed.fact;
    const first = daysNamed(data, span.from, this.zone)?.first ?? dayAt(timed.start, this.zone);
    const last = daysNamed(data, span.to, this.zone)?.last ?? Infinity;
    if (last < first) return;
    const named = span.certificate === undefined ? undefined : fieldOf(data, span.certificate);
    const certificate = typeof named === 'string' ? named : undefined;
    if (certificate !== undefined)
      this.cut(clock, first - 1, (earlier) => earlier.certificate === certificate);
    const grade = span.grade === undefined ? undefined : fieldOf(data, span.grade);
    if (typeof grade !== 'number') return;
    const spans = this.spans.get(clock) ?? [];
    this.spans.set(clock, [...spans, { first, last, grade, certificate }]);
  }

  private cut(clock: string, last: number, isMeant: (span: Graded) => boolean): void {
    const spans = (this.spans.get(clock) ?? []).map((span) =>
      isMeant(span) ? { ...span, last: Math.min(span.last, last) } : span,
    );
    this.spans.set(clock, spans);
  }
}

/** A stop at an instant leaves its own day, unless it is the first instant of it. */
function lastDayBy({ start, end }: TimedFact, zone: string): number {
  return dayAt(start === end ? start - 1 : start, zone);
}
