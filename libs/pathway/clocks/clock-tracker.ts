/**
 * One clock, fact by fact: when it ran, when it was paused, and on which days. It runs from a
 * start to a stop; in addition, events may name first and last days on which it ran (a
 * certificate of sick leave), also days still to come.
 */
import type { ClockReading } from '../state/clock-reading.js';
import { factKey, type JsonObject, type TimedFact, type Writable } from '#care-event';
import {
  calendarOfZone,
  dayAt,
  type HalfOpenInterval,
  type Interval,
  intervalOf,
  occurredAtFault,
  type Pause,
  startOfDay,
  IntervalSet,
} from '#calendar';
import type { ClockRule, ClockSpan, CountingRule } from '../definition/clock-rule.js';
import type { ClockEffect } from '../rules/clock-effect.js';
import { fieldOf } from '../definition/pattern.js';
import { Accumulation } from './accumulation.js';
import { type Run, timeUpTo } from './clock-run.js';
import { PauseList } from './pause-list.js';

const ALL_DAYS: CountingRule = { unit: 'day' };

export class ClockTracker {
  private run: Run | undefined;
  /**
   * What is over or known in advance: from start to stop, the same without pauses, and its local
   * days.
   */
  private readonly raw = new IntervalSet();
  private readonly adjusted = new IntervalSet();
  private readonly days = new IntervalSet();
  private readonly pauseList = new PauseList();
  private startedAt: number | undefined;
  private stoppedAt: number | undefined;
  /** Runs and spans since the last nullification, and those that were nullified. */
  private runs = 0;
  private nullified = 0;
  private last: TimedFact | undefined;
  /** Start of the last fact that reported days before its own. */
  private backdatedAt: number | undefined;
  /** A reading that only a new fact can change, and since when that is so. */
  private settled: { readonly reading: ClockReading; readonly since: number } | undefined;

  /** Something has come after which `nullifyUnless` does nothing. */
  private isKept = false;
  private factCount = 0;
  /** Its days added up, and after how many facts. */
  private added: { readonly sum: Accumulation; readonly facts: number } | undefined;

  constructor(
    private readonly rule: ClockRule,
    private readonly zone: string,
    private readonly calendar = calendarOfZone(zone),
  ) {}

  /** The last fact applied. */
  get lastFact(): TimedFact | undefined {
    return this.last;
  }

  /** Grows with every fact: while it is the same, no due time has moved. */
  get revision(): number {
    return this.factCount;
  }

  /** Whether the next fact, with that effect, cancels something that had counted. */
  isNullifiedBy(effect: ClockEffect): boolean {
    const nullifies = effect.nullify || (effect.nullifyUnless && !this.isKept);
    return nullifies && this.runs > 0;
  }

  /**
   * Applies the next fact in order. A fact that does several things at once nullifies and stops
   * before it starts, and resumes before it pauses. `pause-without-reason` where it would have
   * paused the clock.
   */
  apply(fact: TimedFact, effect: ClockEffect): 'pause-without-reason' | undefined {
    this.settled = undefined;
    this.last = fact;
    this.factCount += 1;
    if (this.isNullifiedBy(effect)) this.nullify(fact.start);
    if (effect.keeps) this.isKept = true;
    if (effect.stop) this.stop(fact);
    else if (effect.cuts) this.cut(fact);
    const span = effect.span === undefined ? undefined : this.rule.spans[effect.span];
    if (span !== undefined) this.cover(fact, span);
    if (effect.start) this.start(fact.start);
    if (effect.resume) this.resume(fact.start);
    return effect.pause && !this.pause(fact) ? 'pause-without-reason' : undefined;
  }

  /**
   * Its reading at `at`, before which all facts applied began. A day counts if the clock ran for
   * any part of it, even only the instant of its start; spans count with all their days so far.
   */
  reading(at: number, episode?: number): ClockReading {
    const settled = this.settled;
    if (settled !== undefined && at >= settled.since && settled.reading.episode === episode) {
      return settled.reading;
    }
    const run = this.run !== undefined && this.run.from <= at ? this.run : undefined;
    const state = this.state(at, run);
    const end = this.raw.end ?? -Infinity;
    const startedAt = this.startedAt;
    // Assigned one by one: this is built after every fact, and spreading is slow.
    const reading: Writable<ClockReading> = {
      clock: this.rule.id,
      state,
      rawMs: timeUpTo(at, this.raw, run),
      adjustedMs: timeUpTo(at, this.adjusted, run?.going),
      days: this.daysUpTo(dayAt(at, this.zone)),
      pauses: this.pauseList.sinceNullified,
      nullified: this.nullified,
    };
    const { counting } = this.rule;
    if (counting !== undefined) reading.counted = this.sum().on(dayAt(at, this.zone));
    if (episode !== undefined) reading.episode = episode;
    if (startedAt !== undefined && startedAt <= at) reading.startedAt = startedAt;
    if (state === 'stopped') reading.stoppedAt = Math.max(this.stoppedAt ?? -Infinity, end);
    // Days leave a window by themselves.
    if (this.run === undefined && end <= at && counting === undefined)
      this.settled = { reading, since: end };
    return reading;
  }

  /**
   * When it was paused, in order; the last pause may be open. What a pause postponed stays
   * postponed when the clock is nullified.
   */
  pauses(): readonly Pause[] {
    return this.pauseList.all();
  }

  /**
   * The local day (number since 1970-01-01) on which the n-th day is counted, n from 1, as if a
   * running clock kept running. Undefined while it is paused and no known day is the n-th.
   */
  dayOfTotal(days: number): number | undefined {
    const going = this.run?.going;
    if (going === undefined) return this.days.nth(days);
    const before = this.days.sizeBefore(going.day);
    return days <= before ? this.days.nth(days) : going.day + days - before - 1;
  }

  /**
   * The first local day from that one on on which so many days count, as if a running clock kept
   * running.
   */
  reaches(days: number, since: number): number | undefined {
    if (this.rule.counting !== undefined) return this.sum().reaches(days, since);
    const day = this.dayOfTotal(days);
    return day === undefined ? undefined : Math.max(day, since);
  }

  /** Its days added up, as if a running clock kept running. */
  sum(): Accumulation {
    const facts = this.factCount;
    if (this.added?.facts === facts) return this.added.sum;
    const { rule, zone, calendar } = this;
    const sum = this.added?.sum ?? new Accumulation(rule.counting ?? ALL_DAYS, { zone, calendar });
    sum.take(this.daysAhead());
    this.added = { sum, facts };
    return sum;
  }

  /** Its days, without an end where it runs from a start. */
  private daysAhead(): readonly HalfOpenInterval[] {
    const going = this.run?.going;
    const { intervals } = this.days;
    if (going === undefined) return intervals;
    const before = intervals.filter(({ to }) => to < going.day);
    const from = Math.min(going.day, intervals[before.length]?.from ?? Infinity);
    return [...before, { from, to: Infinity }];
  }

  /**
   * When its count up to `instant` last changed, by a fact of that time or by one that reported
   * earlier days; undefined where none did.
   */
  changedBy(instant: number): number | undefined {
    const last = this.last?.start;
    return last === undefined || last <= instant ? last : this.backdatedAt;
  }

  /** The last local day that counts; Infinity while it runs without a known end. */
  lastDay(): number | undefined {
    if (this.run?.going !== undefined) return Infinity;
    const { end } = this.days;
    return end === undefined ? undefined : end - 1;
  }

  /**
   * How many of the local days from `firstDay` to `lastDay`, both inclusive, it counts, as if a
   * running clock kept running.
   */
  daysWithin(firstDay: number, lastDay: number): number {
    return Math.max(0, this.daysUpTo(lastDay) - this.daysUpTo(firstDay - 1));
  }

  private daysUpTo(day: number): number {
    const going = this.run?.going;
    if (going === undefined || day < going.day) return this.days.sizeBefore(day + 1);
    return this.days.sizeBefore(going.day) + day - going.day + 1;
  }

  private state(at: number, run: Run | undefined): ClockReading['state'] {
    if (run !== undefined) return run.going === undefined ? 'paused' : 'running';
    if (this.raw.has(at)) return 'running';
    if (this.startedAt !== undefined && this.startedAt <= at) return 'stopped';
    return this.nullified > 0 ? 'nullified' : 'not-started';
  }

  private nullify(at: number): void {
    this.backdatedAt = at;
    this.pauseList.nullify(at);
    this.nullified += this.runs;
    this.runs = 0;
    this.run = undefined;
    this.startedAt = this.stoppedAt = undefined;
    for (const totals of [this.raw, this.adjusted, this.days]) totals.clear();
  }

  /** Where it already runs, an earlier start only lengthens the run. */
  private start(at: number): void {
    const run = this.run;
    if (run !== undefined && run.from <= at) return;
    const day = dayAt(at, this.zone);
    if (run === undefined) {
      this.run = { from: at, going: { from: at, day } };
      this.runs += 1;
    } else if (run.going?.from === run.from) {
      this.run = { from: at, going: { from: at, day } };
    } else {
      this.ran(at, run.from, day, dayAt(run.from, this.zone));
    }
    this.startedAt = Math.min(this.startedAt ?? Infinity, at);
  }

  /**
   * Also cancels what was known in advance: once stopped it stays stopped, whatever a certificate
   * says.
   */
  private stop(fact: TimedFact): void {
    const { start: at } = fact;
    const run = this.run;
    const cut = this.cut(fact);
    if (run !== undefined && run.from <= at) {
      this.raw.add(run.from, at);
      this.halt(run, fact);
      this.pauseList.end(at);
    }
    this.run = undefined;
    if (run !== undefined || cut) this.stoppedAt = at;
    // A run that was to begin later never begins.
    if (this.startedAt !== undefined && this.startedAt > at) this.startedAt = undefined;
  }

  /** Cancels what was known in advance. @returns whether there was anything */
  private cut(fact: TimedFact): boolean {
    if (!this.raw.cutFrom(fact.start)) return false;
    this.adjusted.cutFrom(fact.start);
    this.days.cutFrom(this.lastDayBy(fact) + 1);
    // What was to begin later never begins.
    if (this.run === undefined && (this.startedAt ?? -Infinity) > fact.start)
      this.startedAt = undefined;
    return true;
  }

  /** False where it did not pause because the reason is missing. */
  private pause(timed: TimedFact): boolean {
    const { fact, start } = timed;
    const run = this.run;
    if (run?.going === undefined || run.from > start) return true;
    const { pauseReason } = this.rule;
    const reason = pauseReason === undefined ? undefined : fieldOf(fact.data, pauseReason);
    if (pauseReason !== undefined && (reason === undefined || reason === '')) return false;
    this.halt(run, timed);
    const text = typeof reason === 'string' ? reason : JSON.stringify(reason);
    const pause = {
      from: start,
      fact: factKey(fact),
      ...(reason !== undefined && { reason: text }),
    };
    this.pauseList.begin(pause);
    return true;
  }

  private resume(at: number): void {
    const run = this.run;
    if (run === undefined || run.going !== undefined) return;
    run.going = { from: at, day: dayAt(at, this.zone) };
    this.pauseList.end(at);
  }

  /**
   * Pauses the run from the fact on; the day on which it began counts in any case. Resumed and paused
   * at one instant, it has not run.
   */
  private halt(run: Run, fact: TimedFact): void {
    const { going } = run;
    if (going === undefined) return;
    run.going = undefined;
    if (going.from !== run.from && going.from === fact.end) return;
    this.adjusted.add(going.from, fact.start);
    this.days.add(going.day, Math.max(going.day, this.lastDayBy(fact)) + 1);
  }

  /** The last day of which it ran any part: the fact's own day where its hour is not known. */
  private lastDayBy({ start, end }: TimedFact): number {
    return dayAt(start === end ? start - 1 : start, this.zone);
  }

  /**
   * The days that the fact names: a start where there is no last day; nothing where the last
   * comes before the first.
   */
  private cover({ fact, start }: TimedFact, span: ClockSpan): void {
    const first = this.named(fact.data, span.from)?.start ?? start;
    const last = this.named(fact.data, span.to)?.end;
    const firstDay = dayAt(first, this.zone);
    if (first < start) this.backdatedAt = start;
    const from = startOfDay(firstDay, this.zone);
    if (last === undefined) {
      this.start(from);
      return;
    }
    const nextDay = dayAt(last, this.zone) + 1;
    if (nextDay <= firstDay) return;
    this.runs += 1;
    this.startedAt = Math.min(this.startedAt ?? Infinity, from);
    this.ran(from, startOfDay(nextDay, this.zone), firstDay, nextDay);
  }

  private named(data: JsonObject, field: string): Interval | undefined {
    const text = fieldOf(data, field);
    if (typeof text !== 'string' || occurredAtFault(text) !== undefined) return undefined;
    return intervalOf(text, this.zone);
  }

  /** It ran from `from` to before `to`, which are the days from `firstDay` to before `nextDay`. */
  private ran(from: number, to: number, firstDay: number, nextDay: number): void {
    this.raw.add(from, to);
    this.adjusted.add(from, to);
    this.days.add(firstDay, nextDay);
  }
}
