/**
 * A set of whole numbers, such as days or milliseconds, kept as intervals: in order, apart
 * and not empty. What is added twice counts once.
 */

/** From its first number to before `to`. */
export interface HalfOpenInterval {
  readonly from: number;
  readonly to: number;
}

export class IntervalSet {
  private list: HalfOpenInterval[] = [];

  static of(intervals: Iterable<HalfOpenInterval>): IntervalSet {
    const set = new IntervalSet();
    for (const { from, to } of intervals) set.add(from, to);
    return set;
  }

  get intervals(): readonly HalfOpenInterval[] {
    return this.list;
  }

  /** The first number after the last interval; undefined where there is none. */
  get end(): number | undefined {
    return this.list.at(-1)?.to;
  }

  /** How many numbers it has. */
  get size(): number {
    return this.sizeBefore(Infinity);
  }

  /** Nothing is added where `to` is not after `from`. */
  add(from: number, to: number): void {
    if (to <= from) return;
    const list = this.list;
    let first = list.length;
    while (first > 0 && (list[first - 1]?.to ?? 0) >= from) first -= 1;
    let merged = { from, to };
    let next = first;
    for (; next < list.length; next += 1) {
      const known = list[next];
      if (known === undefined || known.from > to) break;
      merged = { from: Math.min(merged.from, known.from), to: Math.max(merged.to, known.to) };
    }
    list.splice(first, next - first, merged);
  }

  /** Removes `at` and everything after it. True where there was something to remove. */
  cutFrom(at: number): boolean {
    if ((this.end ?? -Infinity) <= at) return false;
    this.list = this.list
      .filter(({ from }) => from < at)
      .map(({ from, to }) => ({ from, to: Math.min(to, at) }));
    return true;
  }

  clear(): void {
    this.list = [];
  }

  has(at: number): boolean {
    return this.list.some(({ from, to }) => from <= at && at < to);
  }

  /** How many of its numbers are smaller than `at`. */
  sizeBefore(at: number): number {
    let size = 0;
    for (const { from, to } of this.list) {
      if (from >= at) break;
      size += Math.min(to, at) - from;
    }
    return size;
  }

  /** Its n-th number, n from 1; undefined where there are fewer. */
  nth(n: number): number | undefined {
    let left = n;
    for (const { from, to } of this.list) {
      if (left <= to - from) return from + left - 1;
      left -= to - from;
    }
    return undefined;
  }

  /** What is left without the numbers of those intervals. */
  without(others: Iterable<HalfOpenInterval>): IntervalSet {
    let left = this.intervals;
    for (const cut of others) {
      if (cut.from >= cut.to) continue;
      left = left.flatMap(({ from, to }) => [
        { from, to: Math.min(to, cut.from) },
        { from: Math.max(from, cut.to), to },
      ]);
    }
    return IntervalSet.of(left);
  }
}
