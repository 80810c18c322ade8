/** Clocks against a count of every single hour and day. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayAt, dayNumber, startOfDay } from '#calendar';
import type { JsonObject } from '#care-event';
import { effect, HOUR, timed, rule, ZONE, type Does } from './clock.spec.support.js';
import { ClockTracker } from './clock-tracker.js';

const RULE = rule();

const factAt = (start: number, data: JsonObject) => timed(new Date(start).toISOString(), data);

const dateText = (day: number) => new Date(day * 24 * HOUR).toISOString().slice(0, 10);

describe('a clock, hour by hour', () => {
  /** Facts at whole hours over some weeks, the change to summer time among them. */
  const FIRST = startOfDay(dayNumber(2026, 3, 20), ZONE);
  const does = fc.uniqueArray(
    fc.constantFrom<Does>('start', 'start', 'pause', 'resume', 'stop', 'nullify', 'span', 'span'),
    { minLength: 1, maxLength: 2 },
  );
  const fact = fc.record({
    after: fc.integer({ min: 1, max: 60 }),
    does,
    from: fc.integer({ min: -6, max: 6 }),
    days: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined, freq: 3 }),
  });

  it('agrees with a count of every hour and day', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 12 }), fc.nat(400), (steps, rest) => {
        const clock = new ClockTracker(RULE, ZONE);
        const hours = new HourByHour();
        let hour = 0;
        for (const step of steps) {
          hour += step.after;
          const start = FIRST + hour * HOUR;
          const first = dayAt(start, ZONE) + step.from;
          const last = step.days === undefined ? undefined : first + step.days;
          const data = { from: dateText(first), ...(last !== undefined && { to: dateText(last) }) };
          clock.apply(factAt(start, data), effect(...step.does));
          clock.reading(start);
          hours.take(start, step.does, first, last);
        }
        const now = FIRST + (hour + rest) * HOUR;
        const { rawMs, adjustedMs, days, nullified } = clock.reading(now);
        expect({ rawMs, adjustedMs, days, nullified }).toEqual(hours.reading(now));
        expect(clock.daysWithin(-40_000, dayAt(now, ZONE))).toBe(days);
        for (let n = 1; n <= days; n += 1) {
          const nth = clock.dayOfTotal(n) ?? NaN;
          expect(clock.daysWithin(-40_000, nth)).toBe(n);
          expect(clock.daysWithin(nth, nth)).toBe(1);
        }
      }),
    );
  });
});

/** Keeps what is known as marks on hours; slow and plain. */
class HourByHour {
  private hoursKnown = new Set<number>();
  private daysKnown = new Set<number>();
  private hoursPaused = new Set<number>();
  private running: number | undefined;
  private going: number | undefined;
  private runs = 0;
  private nullified = 0;

  take(now: number, does: readonly Does[], first: number, last: number | undefined): void {
    if (does.includes('nullify') && this.runs > 0) {
      this.nullified += this.runs;
      this.runs = 0;
      this.running = this.going = undefined;
      for (const marks of [this.hoursKnown, this.daysKnown, this.hoursPaused]) marks.clear();
    }
    if (does.includes('stop')) this.stop(now);
    if (does.includes('span')) this.span(now, first, last);
    if (does.includes('start')) this.start(now, now);
    const isPaused = this.running !== undefined && this.going === undefined;
    // Resumed and paused at one instant, it has not run in between.
    if (isPaused && does.includes('resume') && does.includes('pause')) return;
    if (does.includes('resume') && this.running !== undefined) this.going ??= now;
    if (does.includes('pause') && this.running !== undefined && this.running <= now) {
      this.mark(now);
      this.going = undefined;
    }
  }

  reading(now: number) {
    const running = this.running;
    this.mark(now);
    if (this.going !== undefined && this.going <= now) this.daysKnown.add(dayAt(now, ZONE));
    const before = (hours: Set<number>) => [...hours].filter((hour) => hour < now);
    const adjusted = before(this.hoursKnown);
    const paused = before(this.hoursPaused).filter((hour) => !this.hoursKnown.has(hour));
    if (running !== undefined) {
      for (let hour = running; hour < now; hour += HOUR) {
        if (!this.hoursKnown.has(hour) && !this.hoursPaused.has(hour)) paused.push(hour);
      }
    }
    return {
      rawMs: (adjusted.length + paused.length) * HOUR,
      adjustedMs: adjusted.length * HOUR,
      days: [...this.daysKnown].filter((known) => known <= dayAt(now, ZONE)).length,
      nullified: this.nullified,
    };
  }

  /** Marks the hours since it last went on. */
  private mark(now: number): void {
    if (this.going === undefined || this.going > now) return;
    this.daysKnown.add(dayAt(this.going, ZONE));
    for (let hour = this.going; hour < now; hour += HOUR) {
      this.hoursKnown.add(hour);
      this.daysKnown.add(dayAt(hour, ZONE));
    }
  }

  private start(now: number, from: number): void {
    const isAhead = this.running !== undefined && this.running > now && from < this.running;
    if (isAhead) {
      // What was to begin later begins earlier, and can be paused from then on.
      this.running = this.going = from;
    } else if (this.running === undefined) {
      this.running = this.going = from;
      this.runs += 1;
    } else if (from < this.running) {
      for (let hour = from; hour < this.running; hour += HOUR) {
        this.hoursKnown.add(hour);
        this.daysKnown.add(dayAt(hour, ZONE));
      }
    }
  }

  private stop(now: number): void {
    for (const hour of [...this.hoursKnown]) if (hour >= now) this.hoursKnown.delete(hour);
    for (const known of [...this.daysKnown]) {
      if (startOfDay(known, ZONE) >= now) this.daysKnown.delete(known);
    }
    if (this.running !== undefined && this.running <= now) {
      this.mark(now);
      for (let hour = this.running; hour < now; hour += HOUR) this.hoursPaused.add(hour);
    }
    this.running = this.going = undefined;
  }

  private span(now: number, first: number, last: number | undefined): void {
    if (last === undefined) {
      this.start(now, startOfDay(first, ZONE));
      return;
    }
    this.runs += 1;
    for (let known = first; known <= last; known += 1) this.daysKnown.add(known);
    const end = startOfDay(last + 1, ZONE);
    for (let hour = startOfDay(first, ZONE); hour < end; hour += HOUR) this.hoursKnown.add(hour);
  }
}
