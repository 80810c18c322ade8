/**
 * The deviations of one journey in the order of when they happened. One may be taken
 * back: what is known only to the day can be excused by a later fact of that day.
 */
import type { Deviation } from './deviation.js';

export class DeviationList {
  /** By what tells them apart, in the order in which they were added. */
  private readonly items = new Map<string, Deviation>();
  /** As last handed out; undefined where something has changed since. */
  private listed: readonly Deviation[] | undefined;

  /** Adds it behind those of its instant; the same one twice counts once. */
  add(deviation: Deviation): void {
    const key = keyOf(deviation);
    if (this.items.has(key)) return;
    this.items.set(key, deviation);
    this.listed = undefined;
  }

  remove(deviation: Deviation): void {
    if (this.items.delete(keyOf(deviation))) this.listed = undefined;
  }

  /** What was handed out never changes afterwards. */
  list(): readonly Deviation[] {
    this.listed ??= [...this.items.values()].sort((a, b) => a.at - b.at);
    return this.listed;
  }
}

/** A fact key may hold anything, so it comes last. */
function keyOf({ kind, rule = '', at, fact }: Deviation): string {
  return `${kind} ${rule} ${at} ${fact}`;
}
