/** Who has a key, such as an identifier or a municipality number, and when. */
import type { VersionSpan } from './organisation-versions.js';

interface Holding {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export class Holders {
  private readonly holdings = new Map<string, Holding[]>();

  add(key: string, { organisation: { id }, from, to }: VersionSpan): void {
    const known = this.holdings.get(key);
    if (known === undefined) this.holdings.set(key, [{ id, from, to }]);
    else known.push({ id, from, to });
  }

  /** Ids of those who have the key on that day. */
  on(key: string, day: number): readonly string[] {
    const all = this.holdings.get(key) ?? [];
    return all.filter(({ from, to }) => from <= day && day <= to).map(({ id }) => id);
  }

  /** Ids of those who had the key until the last day before that one on which anybody had it. */
  lastBefore(key: string, day: number): readonly string[] {
    const ended = (this.holdings.get(key) ?? []).filter(({ to }) => to < day);
    const last = Math.max(...ended.map(({ to }) => to));
    return ended.filter(({ to }) => to === last).map(({ id }) => id);
  }
}
