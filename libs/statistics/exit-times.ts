/**
 * The distinct times at which spells ended, with who ended how and how many were
 * still at risk: what Kaplan-Meier, Aalen-Johansen and the log-rank test walk over.
 *
 * A spell censored at the same time as others ended was still at risk then
 * (events before censorings at ties), so a row counts it among those at risk. One
 * that was first seen at that very time was not yet at risk: nobody saw it wait.
 */
import { CENSORED, type SpellSample } from './spell-sample.js';

/** One column per figure, one entry per time, ascending; empty when nothing ended. */
export interface ExitTimes {
  readonly length: number;
  readonly seconds: Float64Array;
  /** Spells that were seen and had neither ended nor been censored before this time. */
  readonly atRisk: Float64Array;
  /** How many ended at this time, all causes together. */
  readonly events: Float64Array;
  /** How many ended by each cause: the first column is cause 1. */
  readonly byCause: readonly Float64Array[];
}

/** Sorting aside, one pass over each list: O(n log n) in all. */
export function exitTimes(sample: SpellSample): ExitTimes {
  const lists = Array.from({ length: sample.causes }, (_, i) => sample.sorted(i + 1));
  const seconds = distinct(lists);
  const length = seconds.length;
  const events = new Float64Array(length);
  const byCause = lists.map((list) => countedAt(list, seconds));
  for (const column of byCause) for (let i = 0; i < length; i++) events[i]! += column[i]!;
  const exits = [...lists, sample.sorted(CENSORED)];
  const atRisk = countAtRisk({ n: sample.n, entries: sample.lateEntries(), exits }, seconds);
  return { length, seconds, atRisk, events, byCause };
}

/** The different values of ascending lists, ascending. */
export function distinct(lists: readonly Float64Array[]): Float64Array {
  const total = lists.reduce((sum, list) => sum + list.length, 0);
  const all = new Float64Array(total);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  if (lists.length > 1) all.sort();
  let length = 0;
  for (const value of all) if (length === 0 || value !== all[length - 1]) all[length++] = value;
  return all.slice(0, length);
}

/** How often each of these times is in an ascending list. */
function countedAt(list: Float64Array, seconds: Float64Array): Float64Array {
  const counts = new Float64Array(seconds.length);
  let row = 0;
  for (const value of list) {
    while (seconds[row]! < value) row++;
    counts[row]!++;
  }
  return counts;
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
  after(atRisk: number, events: number): number {
    if (atRisk !== this.left) {
      this.before = this.value;
      this.anchor = atRisk;
    }
    this.left = atRisk - events;
    this.value = (this.before * this.left) / this.anchor;
    return this.value;
  }
}

/** How many spells were seen and still running just before this time. */
export function atRiskAt(sample: SpellSample, seconds: number): number {
  return atRiskAtEach(sample, Float64Array.of(seconds))[0]!;
}

/** How many spells were seen and still running just before each of these ascending times. */
export function atRiskAtEach(sample: SpellSample, seconds: Float64Array): Float64Array {
  const exits = Array.from({ length: sample.causes + 1 }, (_, cause) => sample.sorted(cause));
  return countAtRisk({ n: sample.n, entries: sample.lateEntries(), exits }, seconds);
}

interface InAndOut {
  readonly n: number;
  /** When those came in who did so late, ascending. */
  readonly entries: Float64Array;
  /** When they ended or were censored: ascending lists. */
  readonly exits: readonly Float64Array[];
}

function countAtRisk({ n, entries, exits }: InAndOut, seconds: Float64Array): Float64Array {
  const atRisk = new Float64Array(seconds.length).fill(n - entries.length);
  addCountsBelow(entries, seconds, atRisk, 1);
  for (const list of exits) addCountsBelow(list, seconds, atRisk, -1);
  return atRisk;
}

function addCountsBelow(
  list: Float64Array,
  seconds: Float64Array,
  counts: Float64Array,
  sign: 1 | -1,
): void {
  let below = 0;
  for (let i = 0; i < seconds.length; i++) {
    while (below < list.length && list[below]! < seconds[i]!) below++;
    counts[i]! += sign * below;
  }
}
