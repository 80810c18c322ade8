/**
 * Spells: how long somebody has been waiting, and how it ended. A spell that had
 * not ended when it was last seen is censored: it waited at least that long. One
 * that was first seen when it had lasted for a while is left-truncated: it counts
 * from then on, because had it ended earlier nobody would have seen it.
 */
import { NumberList } from './number-list.js';

/** Cause of a spell that had not ended. Real causes count from 1. */
export const CENSORED = 0;

export class SpellSample {
  private readonly byCause: NumberList[];
  /** Per cause, since when each spell was seen; undefined while all were seen from the start. */
  private seenFrom: NumberList[] | undefined;
  /** Per cause, once asked for: the figures of one sample walk over the same order. */
  private ascending: Float64Array[] = [];
  private size = 0;
  private lateCount = 0;

  /** @param causes how many ways a spell can end, at least 1 */
  constructor(readonly causes = 1) {
    if (!Number.isInteger(causes) || causes < 1)
      throw new RangeError(`A spell ends in at least one way, not ${causes}.`);
    this.byCause = Array.from({ length: causes + 1 }, () => new NumberList());
  }

  /** How many spells, ended or not. */
  get n(): number {
    return this.size;
  }

  /** How many of them were first seen after they had begun. */
  get late(): number {
    return this.lateCount;
  }

  /**
   * @param seconds how long it lasted, or had lasted when last seen; from 0
   * @param cause `CENSORED`, or 1 to `causes`
   * @param seenFrom how long it had lasted when it was first seen: it is at risk after that, up to
   *   and including `seconds`; 0 if it was seen from the start. Whoever is seen for no time at all
   *   must be left out.
   * @throws RangeError a negative or unknown duration, or a cause that there is not
   */
  add(seconds: number, cause: number, seenFrom = 0): void {
    if (!(seconds >= 0 && seconds < Infinity))
      throw new RangeError(`A spell lasts from 0 seconds up, not ${seconds}.`);
    if (!(seenFrom === 0 || (seenFrom > 0 && seenFrom < seconds)))
      throw new RangeError(`A spell of ${seconds} seconds cannot be first seen at ${seenFrom}.`);
    const list = this.byCause[cause];
    if (list === undefined)
      throw new RangeError(`A spell ends by cause 0 (censored) to ${this.causes}, not ${cause}.`);
    if (seenFrom > 0) {
      this.seenFrom ??= this.byCause.map(({ length }) => NumberList.zeros(length));
      this.lateCount++;
    }
    this.seenFrom?.[cause]?.push(seenFrom);
    list.push(seconds);
    if (this.ascending.length > 0) this.ascending = [];
    this.size++;
  }

  /** How many ended by this cause (or, for `CENSORED`, had not ended). */
  count(cause: number): number {
    return this.byCause[cause]?.length ?? 0;
  }

  /** Durations of the spells that ended by this cause, ascending; nobody may change them. */
  sorted(cause: number): Float64Array {
    return (this.ascending[cause] ??= this.byCause[cause]?.sorted() ?? new Float64Array(0));
  }

  /** The same with the time from which each was seen, or undefined where all were seen from the start. */
  sortedSeenFrom(cause: number): Float64Array | undefined {
    return this.seenFrom?.[cause]?.inOrder(this.byCause[cause]!.ascending());
  }

  /** Since when those were seen that were first seen late, ascending. */
  lateEntries(): Float64Array {
    const lists = (this.seenFrom ?? []).map((list) => list.sortedAbove(0));
    const all = new Float64Array(this.lateCount);
    let at = 0;
    for (const list of lists) {
      all.set(list, at);
      at += list.length;
    }
    return all.sort();
  }
}
