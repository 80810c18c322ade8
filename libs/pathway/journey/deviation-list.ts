/**
 * The deviations of one journey in the order of when they happened. One may be taken
 * back: what is known only to the day can be excused by a later fact of that day.
 */
import type { Deviation } from './assessment.js';

export class DeviationList {
  #items: Deviation[] = [];
  #lent = false;

  /** Adds it behind those of its instant; the same one twice counts once. */
  add(deviation: Deviation): void {
    let place = this.#items.length;
    for (; place > 0; place -= 1) {
      const before = this.#items[place - 1];
      if (before === undefined || before.at < deviation.at) break;
      if (isSame(before, deviation)) return;
    }
    // The search went past those of the same instant, to see whether it is among them.
    while (this.#items[place]?.at === deviation.at) place += 1;
    this.#own();
    this.#items.splice(place, 0, deviation);
  }

  remove(deviation: Deviation): void {
    this.#own();
    this.#items = this.#items.filter((item) => !isSame(item, deviation));
  }

  /** What was handed out never changes afterwards. */
  list(): readonly Deviation[] {
    this.#lent = true;
    return this.#items;
  }

  #own(): void {
    if (!this.#lent) return;
    this.#items = [...this.#items];
    this.#lent = false;
  }
}

function isSame(a: Deviation, b: Deviation): boolean {
  return a.at === b.at && a.fact === b.fact && a.kind === b.kind && a.rule === b.rule;
}
