/**
 * The instances of one rule (a duty, a handover, a queue) in the order in which they began. A
 * settled instance is the same object while no other organisation stands for any service, so that
 * only open ones cost anything.
 */
import type { Awaiting } from './awaiting.js';

/** From when an instance is viewed: now, or the close of the episode. */
export interface Horizon {
  /** The instant asked for; ms since the epoch, as is `end`. */
  readonly at: number;
  /** Now, or the close where the episode is closed. */
  readonly end: number;
  readonly open: boolean;
  /** Who holds the patient then. */
  readonly holder: string;
  /** The same as long as no other organisation stands for any service. */
  readonly organisations?: number | undefined;
}

export interface Instance<View> extends Awaiting {
  /** From 1, in the order in which they began. */
  readonly instance: number;
  /** When it began, ms since the epoch. */
  readonly armedAt: number;
  /** The same object as long as nothing about it has changed. */
  viewAt(horizon: Horizon): View;
}

export class InstanceList<View, Item extends Instance<View>> {
  private readonly all: Item[] = [];
  private unsettled: readonly Item[] = [];
  /** As last returned, which never changes afterwards. */
  private views: View[] = [];
  /** Those settled or reopened since then. */
  private changed: Item[] = [];
  /** With which organisations they were viewed. */
  private organisations: number | undefined;

  get length(): number {
    return this.all.length;
  }

  /** Those not settled, oldest first. */
  get open(): readonly Item[] {
    return this.unsettled;
  }

  /** The last that has begun by then. */
  lastBy(instant: number): Item | undefined {
    return this.all.findLast(({ armedAt }) => armedAt <= instant);
  }

  /** Whether the test holds for one of them, settled or not. */
  some(holds: (item: Item) => boolean): boolean {
    return this.all.some(holds);
  }

  begin(item: Item): void {
    this.all.push(item);
    this.unsettled = [...this.unsettled, item];
  }

  settle(item: Item): void {
    this.unsettled = this.unsettled.filter((other) => other !== item);
    this.changed.push(item);
  }

  /** Something about it has changed although it is neither settled nor opened again. */
  change(item: Item): void {
    this.changed.push(item);
  }

  openAgain(item: Item): void {
    this.unsettled = [...this.unsettled, item].sort((a, b) => a.instance - b.instance);
    this.changed.push(item);
  }

  /** Drops the last one, which is open, if it began after that instant; false where it did not. */
  dropLastAfter(instant: number): boolean {
    const last = this.all.at(-1);
    if (last === undefined || last.armedAt <= instant) return false;
    this.all.pop();
    this.unsettled = this.unsettled.filter((other) => other !== last);
    this.changed = this.changed.filter((other) => other !== last);
    this.views = this.views.slice(0, this.all.length);
    return true;
  }

  /** All that have begun by the horizon's end. */
  viewAt(horizon: Horizon): readonly View[] {
    if (this.all.length === 0) return this.views;
    const count = this.countBy(horizon.end);
    let next = this.views;
    for (const item of this.restless(horizon)) {
      const index = item.instance - 1;
      if (index >= next.length) continue;
      const view = item.viewAt(horizon);
      if (next[index] === view) continue;
      if (next === this.views) next = [...next];
      next[index] = view;
    }
    if (next.length < count) {
      const begun = this.all.slice(next.length, count).map((item) => item.viewAt(horizon));
      next = [...next, ...begun];
    }
    this.views = next;
    if (this.changed.length > 0) this.changed = [];
    return next.length > count ? next.slice(0, count) : next;
  }

  /** Those of which another view may be due: all, where it has become known whose a service was. */
  private restless({ organisations }: Horizon): readonly Item[] {
    if (organisations !== this.organisations) {
      this.organisations = organisations;
      return this.all;
    }
    return this.changed.length === 0 ? this.unsettled : [...this.changed, ...this.unsettled];
  }

  private countBy(instant: number): number {
    let count = this.all.length;
    while (count > 0 && (this.all[count - 1]?.armedAt ?? 0) > instant) count -= 1;
    return count;
  }
}
