/**
 * The clock of the demo's engine: while the region's reports are sent it runs with
 * them through the months, so that each is recorded when it would have been; then it
 * is the machine's. It never goes back.
 */
export class RegionClock {
  private at: number;
  private live = false;

  constructor(startMs: number) {
    this.at = startMs;
  }

  /** Milliseconds since the epoch. */
  readonly now = (): number => {
    if (this.live) this.at = Math.max(this.at, Date.now());
    return this.at;
  };

  advanceTo(ms: number): void {
    this.at = Math.max(this.at, ms);
  }

  goLive(): void {
    this.live = true;
  }
}
