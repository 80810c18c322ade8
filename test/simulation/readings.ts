/** What one process read off its clock, and when: by which of them it may be deciding now. */
import { DAY_MS } from './faults.js';

/** A look at who is due goes by the instant at which it began; it takes no longer than this. */
const LOOK_MS = 2 * DAY_MS;

export class Readings {
  private read: { readonly at: number; readonly showed: number }[] = [];

  /** @param now true time, ms since the epoch */
  constructor(private readonly now: () => number) {}

  note(showed: number): number {
    const at = this.now();
    this.read = this.read.filter((each) => at - each.at <= LOOK_MS);
    this.read.push({ at, showed });
    return showed;
  }

  /** The latest instant that it was taken to be. */
  latest(): number {
    return this.read.reduce((latest, { showed }) => Math.max(latest, showed), -Infinity);
  }
}
