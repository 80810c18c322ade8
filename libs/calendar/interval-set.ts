/**
 * Stretches of whole numbers, such as days or milliseconds, kept in order and apart: what
 * is covered twice counts once. A stretch reaches from its first number to before `to`.
 */

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class IntervalSet {
  private list: Stretch[] = [];

  /** The first number after the last stretch; undefined where there is none. */
  get end(): number | undefined {
    return this.list.at(-1)?.to;
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

  /** Takes `at` and everything after it away. True where there was something to take. */
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

  covers(at: number): boolean {
    return this.list.some(({ from, to }) => from <= at && at < to);
  }

  /** How many covered numbers are smaller than `at`. */
  sizeBefore(at: number): number {
    let size = 0;
    for (const { from, to } of this.list) {
      if (from >= at) break;
      size += Math.min(to, at) - from;
    }
    return size;
  }

  /** The n-th covered number, n from 1; undefined where there are not so many. */
  nth(n: number): number | undefined {
    let left = n;
    for (const { from, to } of this.list) {
      if (left <= to - from) return from + left - 1;
      left -= to - from;
    }
    return undefined;
  }
}
