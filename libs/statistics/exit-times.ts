/**
 * The distinct times at which spells ended, with who ended how and how many were
 * still at risk: what Kaplan-Meier and Aalen-Johansen both walk over.
 *
 * A spell censored at the same time as others ended was still at risk then
 * (events before censorings at ties), so a row counts it among those at risk.
 */
import { CENSORED, type SpellSample } from './spell-sample.js';

export interface ExitTime {
  readonly seconds: number;
  /** Spells that had neither ended nor been censored before this time. */
  readonly atRisk: number;
  /** How many ended at this time, all causes together. */
  readonly events: number;
  /** How many ended by each cause: the first entry is cause 1. */
  readonly byCause: readonly number[];
}

/** Ascending in time; empty when nothing ended. */
export function* exitTimes(sample: SpellSample): Generator<ExitTime, void> {
  const lists = Array.from({ length: sample.causes }, (_, i) => sample.sorted(i + 1));
  const next = lists.map(() => 0);
  const censored = sample.sorted(CENSORED);
  let gone = 0;
  let left = 0;
  for (;;) {
    let seconds = Infinity;
    for (let k = 0; k < lists.length; k++)
      seconds = Math.min(seconds, lists[k]![next[k]!] ?? Infinity);
    if (seconds === Infinity) return;
    while (left < censored.length && censored[left]! < seconds) left++;
    const atRisk = sample.n - gone - left;
    const byCause = lists.map((list, k) => {
      const from = next[k]!;
      let to = from;
      while (to < list.length && list[to] === seconds) to++;
      next[k] = to;
      return to - from;
    });
    const events = byCause.reduce((a, b) => a + b, 0);
    gone += events;
    yield { seconds, atRisk, events, byCause };
  }
}

/**
 * The share still without an exit after each exit time, S(t) = ∏(1 − dᵢ/nᵢ).
 *
 * As long as nobody is censored the factors telescope to a single fraction, so
 * the product is kept as one fraction per stretch between censorings: without
 * censoring the result is exactly the share that is left.
 */
export class Survivors {
  private before = 1;
  private anchor = 0;
  private left = -1;
  private value = 1;

  /** Takes the next exit time and returns the share left after it. */
  after(exit: Pick<ExitTime, 'atRisk' | 'events'>): number {
    if (exit.atRisk !== this.left) {
      this.before = this.value;
      this.anchor = exit.atRisk;
    }
    this.left = exit.atRisk - exit.events;
    this.value = (this.before * this.left) / this.anchor;
    return this.value;
  }
}

/** How many spells were still running just before this time. */
export function atRiskAt(sample: SpellSample, seconds: number): number {
  let before = 0;
  for (let cause = 0; cause <= sample.causes; cause++) {
    const list = sample.sorted(cause);
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! < seconds) low = middle + 1;
      else high = middle;
    }
    before += low;
  }
  return sample.n - before;
}
