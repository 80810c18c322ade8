/**
 * The days of a clock added up: which count, by the calendar and after a deductible, how far back
 * on a given day, and when there are so many. Works on intervals of days, so that it does not
 * matter how many days there are.
 */
import {
  addMonths,
  daysCounted,
  type HalfOpenInterval,
  type Limit,
  type LimitUnit,
  type OwnerDays,
} from '#calendar';
import type { CountingRule } from '../definition/clock-rule.js';

/** A window that is too narrow for so many days is looked at for some twenty years. */
export const LOOK_AHEAD_DAYS = 7_305;

export class Accumulation {
  /** What is left of the clock's days after the deductibles; the last may have no end. */
  private stretches: readonly HalfOpenInterval[] = [];
  /** The days on which it had not run for so long, in order. */
  private resets: readonly number[] = [];

  constructor(
    private readonly rule: CountingRule,
    private readonly owner: OwnerDays,
  ) {}

  /** @param days those on which the clock ran, in order and apart; the last may have no end */
  take(days: readonly HalfOpenInterval[]): void {
    const { deductible, resetsAfter } = this.rule;
    const stretches: HalfOpenInterval[] = [];
    const resets: number[] = [];
    let last: number | undefined;
    let left = 0;
    for (const { from, to } of days) {
      const reset = last === undefined ? undefined : later(last, resetsAfter);
      if (reset !== undefined && reset < from) resets.push(reset);
      if (deductible !== undefined && this.beginsSpell(from, last)) left = deductible.days.amount;
      const first = left === 0 ? from : this.nth(from - 1, left, deductible?.days.unit) + 1;
      if (first < to) {
        left = 0;
        stretches.push({ from: first, to });
      } else if (first === to) left = 0;
      else left -= this.between(from, to, deductible?.days.unit);
      last = to - 1;
    }
    const next = last === undefined || last === Infinity ? undefined : later(last, resetsAfter);
    if (next !== undefined) resets.push(next);
    this.stretches = stretches;
    this.resets = resets;
  }

  /** How many days it counts on that day: those in the window that ends with it. */
  on(day: number): number {
    const first = this.firstCounted(day);
    let count = 0;
    for (let at = this.stretches.length - 1; at >= 0; at -= 1) {
      const { from, to } = this.stretches[at] ?? NOWHERE;
      if (to <= first) break;
      count += this.between(Math.max(from, first), Math.min(to, day + 1));
    }
    return count;
  }

  /** The first day from that one on on which it counts so many; undefined where there is none. */
  reaches(days: number, since: number): number | undefined {
    let day = since;
    for (let count = this.on(day); count < days; count = this.on(day)) {
      // Between here and there come just as many as are missing, and others may leave the window.
      const next = this.nthAfter(day, days - count);
      if (next === undefined) return undefined;
      if (this.rule.window !== undefined && next > since + LOOK_AHEAD_DAYS) return undefined;
      day = next;
    }
    return day;
  }

  /** The first day from that one on, and not after the other, on which it counts fewer. */
  isBelow(days: number, since: number, until: number): number | undefined {
    if (this.rule.window === undefined) {
      // Without a window only a reset takes days away.
      const resets = this.resets.filter((day) => day > since && day <= until);
      return [since, ...resets].find((day) => this.on(day) < days);
    }
    for (let day = since; day <= until; day += 1) if (this.on(day) < days) return day;
    return undefined;
  }

  /** The last of its days; Infinity where it runs on. */
  get lastDay(): number {
    return (this.stretches.at(-1)?.to ?? -Infinity) - 1;
  }

  private firstCounted(day: number): number {
    const { window } = this.rule;
    const reset = this.resets.findLast((one) => one <= day) ?? -Infinity;
    return Math.max(window === undefined ? -Infinity : shifted(day, window, -1), reset) + 1;
  }

  /** @param last the last day before on which the clock ran; undefined where there is none */
  private beginsSpell(day: number, last: number | undefined): boolean {
    if (last === undefined) return true;
    const againAfter = this.rule.deductible?.againAfter;
    return againAfter === undefined || day > shifted(last, againAfter, 1);
  }

  /** The n-th day after that one that counts. */
  private nthAfter(day: number, n: number): number | undefined {
    let left = n;
    for (const { from, to } of this.stretches) {
      const first = Math.max(from, day + 1);
      if (first >= to) continue;
      const found = this.nth(first - 1, left);
      if (found < to) return found;
      left -= this.between(first, to);
    }
    return undefined;
  }

  private nth(day: number, n: number, unit: LimitUnit = this.rule.unit): number {
    return isLeftOut(unit) ? daysCounted(unit, this.owner.calendar).nth(day, n) : day + n;
  }

  private between(from: number, to: number, unit: LimitUnit = this.rule.unit): number {
    if (to <= from) return 0;
    return isLeftOut(unit)
      ? daysCounted(unit, this.owner.calendar).between(from - 1, to - 1)
      : to - from;
  }
}

const NOWHERE: HalfOpenInterval = { from: -Infinity, to: -Infinity };

/** Whether the calendar leaves days out of the unit. */
function isLeftOut(unit: LimitUnit): unit is 'working-day' | 'benefit-day' {
  return unit === 'working-day' || unit === 'benefit-day';
}

function later(day: number, limit: Limit | undefined): number | undefined {
  return limit === undefined ? undefined : shifted(day, limit, 1);
}

/** The day so many days, weeks or months later, or earlier. */
function shifted(day: number, { amount, unit }: Limit, sign: 1 | -1): number {
  if (unit === 'month') return addMonths(day, sign * amount);
  return day + sign * amount * (unit === 'week' ? 7 : 1);
}
