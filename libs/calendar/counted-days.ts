/**
 * Finding the n-th day of some kind, such as a working day, and counting them. Which days
 * are of the kind is asked once per stretch of days and kept, so that a look-up costs the
 * same however far it reaches within a stretch.
 */

/** Days of one stretch: somewhat more than a year, and a power of two. */
const STRETCH_DAYS = 512;
const STRETCH_BITS = 9;
/** Some 2,800 years, so that the known years and a whole cycle after them find room. */
const CACHED_STRETCHES_MAX = 2_048;

/** 400 years, after which dates fall on the same days of the week again. */
export const CYCLE_DAYS = 146_097;

interface Stretch {
  /** The days of the kind, in order. */
  readonly days: readonly number[];
  /** How many of them lie before the stretch's first, second, ... day, and before its end. */
  readonly before: Uint16Array;
}

export class CountedDays {
  private perCycle: number | undefined;
  private readonly stretches = new Map<number, Stretch>();

  /**
   * @param counts whether a day is of the kind; has to say yes again and again, and always the same
   * @param regularFrom from this day on it says the same of a day and of that 400 years later
   */
  constructor(
    private readonly counts: (day: number) => boolean,
    private readonly regularFrom: number,
  ) {}

  has(day: number): boolean {
    const { before } = this.stretch(day >> STRETCH_BITS);
    const index = day & (STRETCH_DAYS - 1);
    return before[index + 1] !== before[index];
  }

  /** The n-th such day after `day`, n from 1. */
  nth(day: number, n: number): number {
    let at = day >> STRETCH_BITS;
    let stretch = this.stretch(at);
    let index = (stretch.before[(day & (STRETCH_DAYS - 1)) + 1] ?? 0) + n - 1;
    let cycles = 0;
    for (;;) {
      const found = stretch.days[index];
      if (found !== undefined) return found + cycles * CYCLE_DAYS;
      index -= stretch.days.length;
      at += 1;
      if (cycles === 0 && at * STRETCH_DAYS >= this.regularFrom) {
        cycles = Math.floor(index / this.cycle());
        index -= cycles * this.cycle();
      }
      stretch = this.stretch(at);
    }
  }

  /** How many such days there are after `day`, up to and including `last`. */
  between(day: number, last: number): number {
    if (last <= day) return 0;
    const at = day >> STRETCH_BITS;
    const cycles = this.cyclesBefore(day, last);
    const end = last - cycles * CYCLE_DAYS;
    let count = -(this.stretch(at).before[(day & (STRETCH_DAYS - 1)) + 1] ?? 0);
    for (let full = at; full < end >> STRETCH_BITS; full += 1) {
      count += this.stretch(full).days.length;
    }
    const { before } = this.stretch(end >> STRETCH_BITS);
    count += before[(end & (STRETCH_DAYS - 1)) + 1] ?? 0;
    return cycles === 0 ? count : count + cycles * this.cycle();
  }

  /** How many whole cycles end with `last` and lie in the regular days after `day`. */
  private cyclesBefore(day: number, last: number): number {
    const first = Math.max(day, this.regularFrom);
    return last <= first ? 0 : Math.floor((last - first) / CYCLE_DAYS);
  }

  private cycle(): number {
    this.perCycle ??=
      this.between(this.regularFrom, this.regularFrom + CYCLE_DAYS - 1) +
      (this.has(this.regularFrom) ? 1 : 0);
    return this.perCycle;
  }

  private stretch(at: number): Stretch {
    let stretch = this.stretches.get(at);
    if (stretch === undefined) {
      if (this.stretches.size >= CACHED_STRETCHES_MAX) this.stretches.clear();
      stretch = this.build(at * STRETCH_DAYS);
      this.stretches.set(at, stretch);
    }
    return stretch;
  }

  private build(first: number): Stretch {
    const days: number[] = [];
    const before = new Uint16Array(STRETCH_DAYS + 1);
    for (let index = 0; index < STRETCH_DAYS; index += 1) {
      if (this.counts(first + index)) days.push(first + index);
      before[index + 1] = days.length;
    }
    return { days, before };
  }
}
