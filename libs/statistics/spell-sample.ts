/**
 * Spells: how long somebody has been waiting, and how it ended. A spell that had
 * not ended when it was last seen is censored: it waited at least that long.
 */
import { NumberList } from './number-list.js';

/** Cause of a spell that had not ended. Real causes count from 1. */
export const CENSORED = 0;

export class SpellSample {
  private readonly byCause: NumberList[];
  private size = 0;

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

  /**
   * @param seconds how long it lasted, or had lasted when last seen; from 0
   * @param cause `CENSORED`, or 1 to `causes`
   * @throws RangeError a negative or unknown duration, or a cause that there is not
   */
  add(seconds: number, cause: number): void {
    if (!(seconds >= 0 && seconds < Infinity))
      throw new RangeError(`A spell lasts from 0 seconds up, not ${seconds}.`);
    const list = this.byCause[cause];
    if (list === undefined)
      throw new RangeError(`A spell ends by cause 0 (censored) to ${this.causes}, not ${cause}.`);
    list.push(seconds);
    this.size++;
  }

  /** How many ended by this cause (or, for `CENSORED`, had not ended). */
  count(cause: number): number {
    return this.byCause[cause]?.length ?? 0;
  }

  /** Durations of the spells that ended by this cause, ascending. */
  sorted(cause: number): Float64Array {
    return this.byCause[cause]?.sorted() ?? new Float64Array(0);
  }
}
