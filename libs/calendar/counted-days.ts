/**
 * Finds the n-th day of a kind, such as a working day, and counts such days. Which days are of
 * the kind is worked out once per block of days and kept, so that a look-up costs the same
 * however far it reaches within a block.
 */

/** Days of one block: somewhat more than a year, and a power of two. */
const BLOCK_DAYS = 512;
const BLOCK_BITS = 9;
/** Some 2,800 years: room for the known years and a whole cycle after them. */
const CACHED_BLOCKS_MAX = 2_048;

/** 400 years, after which dates fall on the same days of the week again. */
export const CYCLE_DAYS = 146_097;

interface DayBlock {
  /** The days of the kind, in order. */
  readonly days: readonly number[];
  /** How many of them lie before the block's first, second, ... day, and before its end. */
  readonly before: Uint16Array;
}

export class CountedDays {
  private perCycle: number | undefined;
  private readonly blocks = new Map<number, DayBlock>();

  /**
   * @param counts whether a day is of the kind; must say so for some day of every cycle, and
   *   always answer the same
   * @param regularFrom from this day on, a day and the day 400 years later are alike
   * @param regularUntil before this day, a day and the day 400 years earlier are alike, and a
   *   cycle has as many days of the kind as one of those later ones
   */
  constructor(
    private readonly counts: (day: number) => boolean,
    private readonly regularFrom: number,
    private readonly regularUntil = -Infinity,
  ) {}

  has(day: number): boolean {
    const { before } = this.block(day >> BLOCK_BITS);
    const index = day & (BLOCK_DAYS - 1);
    return before[index + 1] !== before[index];
  }

  /** The n-th such day after `day`, n from 1. */
  nth(day: number, n: number): number {
    let at = day >> BLOCK_BITS;
    let block = this.block(at);
    let index = (block.before[(day & (BLOCK_DAYS - 1)) + 1] ?? 0) + n - 1;
    let cycles = 0;
    for (;;) {
      const found = block.days[index];
      if (found !== undefined) return found + cycles * CYCLE_DAYS;
      index -= block.days.length;
      at += 1;
      if (cycles === 0 && at * BLOCK_DAYS >= this.regularFrom) {
        cycles = Math.floor(index / this.cycle());
        index -= cycles * this.cycle();
      }
      block = this.block(at);
    }
  }

  /** The n-th such day before `day`, n from 1. */
  nthBefore(day: number, n: number): number {
    let at = day >> BLOCK_BITS;
    let block = this.block(at);
    let index = (block.before[day & (BLOCK_DAYS - 1)] ?? 0) - n;
    let cycles = 0;
    for (;;) {
      const found = block.days[index];
      if (found !== undefined) return found - cycles * CYCLE_DAYS;
      if (cycles === 0 && at * BLOCK_DAYS < this.regularUntil) {
        cycles = Math.floor((-index - 1) / this.cycle());
        index += cycles * this.cycle();
      }
      at -= 1;
      block = this.block(at);
      index += block.days.length;
    }
  }

  /** How many such days there are after `day`, up to and including `last`. */
  between(day: number, last: number): number {
    if (last <= day) return 0;
    const at = day >> BLOCK_BITS;
    const cycles = this.cyclesBefore(day, last);
    const end = last - cycles * CYCLE_DAYS;
    let count = -(this.block(at).before[(day & (BLOCK_DAYS - 1)) + 1] ?? 0);
    for (let full = at; full < end >> BLOCK_BITS; full += 1) {
      count += this.block(full).days.length;
    }
    const { before } = this.block(end >> BLOCK_BITS);
    count += before[(end & (BLOCK_DAYS - 1)) + 1] ?? 0;
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

  private block(at: number): DayBlock {
    let block = this.blocks.get(at);
    if (block === undefined) {
      if (this.blocks.size >= CACHED_BLOCKS_MAX) this.blocks.clear();
      block = this.build(at * BLOCK_DAYS);
      this.blocks.set(at, block);
    }
    return block;
  }

  private build(first: number): DayBlock {
    const days: number[] = [];
    const before = new Uint16Array(BLOCK_DAYS + 1);
    for (let index = 0; index < BLOCK_DAYS; index += 1) {
      if (this.counts(first + index)) days.push(first + index);
      before[index + 1] = days.length;
    }
    return { days, before };
  }
}
