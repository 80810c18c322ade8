/**
 * When a clock begins a duty: whenever its count reaches so many days after it was below, at the
 * start of that day or with the fact that tells of it afterwards.
 */
import type { TimedFact } from '#care-event';
import { dayAt, startOfDay } from '#calendar';
import { type Accumulation, LOOK_AHEAD_DAYS } from '../clocks/accumulation.js';
import type { ClockTracker } from '../clocks/clock-tracker.js';

interface ClockStartSetup {
  readonly clock: ClockTracker;
  /** So many begin it. */
  readonly days: number;
  readonly zone: string;
  /** Up to which what the clock has reached begins nothing; ms since the epoch. */
  readonly since: number;
}

export class ClockStart {
  /** The local day that has been looked at last, and whether there were so many on it. */
  private seen: number;
  private isReached: boolean;

  constructor(private readonly setup: ClockStartSetup) {
    this.seen = dayAt(setup.since, setup.zone);
    this.isReached = this.sum.on(this.seen) >= setup.days;
  }

  /** What begins by that instant as the clock stands: the days, each as a fact. */
  beginsBy(instant: number): readonly TimedFact[] {
    const cause = this.setup.clock.lastFact;
    if (cause === undefined) return [];
    const { zone } = this.setup;
    return this.daysUpTo(dayAt(instant, zone)).map((day) => {
      const end = startOfDay(day + 1, zone) - 1;
      return { ...cause, start: startOfDay(day, zone), end, ahead: 1 };
    });
  }

  /** Time has passed to that instant for good, before the clock changes. */
  passTo(instant: number): void {
    const day = dayAt(instant, this.setup.zone);
    if (day <= this.seen) return;
    this.seen = day;
    this.isReached = this.sum.on(day) >= this.setup.days;
  }

  /** The clock has applied a fact. @returns whether that tells that it has reached so many */
  notice(fact: TimedFact): boolean {
    this.seen = Math.max(this.seen, dayAt(fact.start, this.setup.zone));
    const before = this.isReached;
    this.isReached = this.sum.on(this.seen) >= this.setup.days;
    return this.isReached && !before;
  }

  /** When it next begins one after that instant as the clock stands; Infinity where it does not. */
  nextAfter(instant: number): number {
    const { zone } = this.setup;
    const day = dayAt(instant, zone);
    const isReached = day > this.seen ? this.sum.on(day) >= this.setup.days : this.isReached;
    const next = this.next(Math.max(day, this.seen), isReached);
    return next === undefined ? Infinity : startOfDay(next, zone);
  }

  private daysUpTo(last: number): readonly number[] {
    const days: number[] = [];
    let { seen, isReached } = this;
    for (
      let next = this.next(seen, isReached, last);
      next !== undefined && next <= last;
      next = this.next(seen, isReached, last)
    ) {
      days.push(next);
      seen = next;
      isReached = true;
    }
    return days;
  }

  /** The first day after that one on which it reaches so many. */
  private next(day: number, isReached: boolean, until = Infinity): number | undefined {
    const { days } = this.setup;
    if (!isReached) return this.sum.reaches(days, day + 1);
    // After its last day nothing is reached any more.
    const end = Math.min(until, this.sum.lastDay, day + LOOK_AHEAD_DAYS);
    const below = this.sum.isBelow(days, day + 1, end);
    return below === undefined ? undefined : this.sum.reaches(days, below);
  }

  private get sum(): Accumulation {
    return this.setup.clock.sum();
  }
}
