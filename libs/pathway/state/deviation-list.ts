/**
 * The deviations of one journey, in the order in which they happened. One may be retracted: a
 * later fact of the same day can explain a fact known only to the day.
 */
import type { Deviation } from './deviation.js';

export class DeviationList {
  /** By what distinguishes them, in the order in which they were added. */
  private readonly items = new Map<string, Deviation>();
  /** As last returned; undefined where something has changed since. */
  private listed: readonly Deviation[] | undefined;

  /** Adds it after those of the same instant; the same one twice counts once. */
  add(deviation: Deviation): void {
    const key = keyOf(deviation);
    if (this.items.has(key)) return;
    this.items.set(key, deviation);
    this.listed = undefined;
  }

  remove(deviation: Deviation): void {
    if (this.items.delete(keyOf(deviation))) this.listed = undefined;
  }

  /** What was returned never changes afterwards. */
  list(): readonly Deviation[] {
    this.listed ??= [...this.items.values()].sort((a, b) => a.at - b.at);
    return this.listed;
  }
}

/** A fact key may hold anything, so it comes last. */
function keyOf({ kind, rule = '', at, fact }: Deviation): string {
  return `${kind} ${rule} ${at} ${fact}`;
}
