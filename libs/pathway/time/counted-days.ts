/**
 * Finding the n-th day of some kind, such as a working day, and counting them. Which days
 * are of the kind is asked once per stretch of days and kept, so that a look-up costs the
 * same however far it reaches within a stretch.
 */

/** Days of one stretch: somewhat more than a year, and a power of two. */
const STRETCH_DAYS = 512;
const STRETCH_BITS = 9;
/** Some 360 years; a look-up that reaches further starts the cache anew on its way. */
const CACHED_STRETCHES_MAX = 256;

interface Stretch {
  /** The days of the kind, in order. */
  readonly days: readonly number[];
  /** How many of them lie before the stretch's first, second, ... day, and before its end. */
  readonly before: Uint16Array;
}

export class CountedDays {
  readonly #counts: (day: number) => boolean;
  readonly #stretches = new Map<number, Stretch>();

  /** `counts`: whether a day is of the kind. Has to say yes again and again, and always the same. */
  constructor(counts: (day: number) => boolean) {
    this.#counts = counts;
  }

  has(day: number): boolean {
    const { before } = this.#stretch(day >> STRETCH_BITS);
    const place = day & (STRETCH_DAYS - 1);
    return before[place + 1] !== before[place];
  }

  /** The n-th such day after `day`, n from 1. */
  nth(day: number, n: number): number {
    let at = day >> STRETCH_BITS;
    let stretch = this.#stretch(at);
    let place = (stretch.before[(day & (STRETCH_DAYS - 1)) + 1] ?? 0) + n - 1;
    for (;;) {
      const found = stretch.days[place];
      if (found !== undefined) return found;
      place -= stretch.days.length;
      at += 1;
      stretch = this.#stretch(at);
    }
  }

  /** How many such days there are after `day`, up to and including `last`. */
  between(day: number, last: number): number {
    if (last <= day) return 0;
    const at = day >> STRETCH_BITS;
    let count = -(this.#stretch(at).before[(day & (STRETCH_DAYS - 1)) + 1] ?? 0);
    for (let full = at; full < last >> STRETCH_BITS; full += 1) {
      count += this.#stretch(full).days.length;
    }
    const { before } = this.#stretch(last >> STRETCH_BITS);
    return count + (before[(last & (STRETCH_DAYS - 1)) + 1] ?? 0);
  }

  #stretch(at: number): Stretch {
    let stretch = this.#stretches.get(at);
    if (stretch === undefined) {
      if (this.#stretches.size >= CACHED_STRETCHES_MAX) this.#stretches.clear();
      stretch = this.#build(at * STRETCH_DAYS);
      this.#stretches.set(at, stretch);
    }
    return stretch;
  }

  #build(first: number): Stretch {
    const days: number[] = [];
    const before = new Uint16Array(STRETCH_DAYS + 1);
    for (let place = 0; place < STRETCH_DAYS; place += 1) {
      if (this.#counts(first + place)) days.push(first + place);
      before[place + 1] = days.length;
    }
    return { days, before };
  }
}
