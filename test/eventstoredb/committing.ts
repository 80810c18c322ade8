/**
 * Makes what was written durable and visible, in groups: while one group is on its way to the
 * disk, the next one gathers. A leader cut off from its followers writes and commits nothing; on
 * a follower, readers see later what the leader has acknowledged.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.js';
import type { LogFile } from './log-file.js';

/** What a disk takes, at the least: no server answers at once. */
const SYNC_MS = 1;

export class Committing {
  /** How much later than the acknowledgement readers see an event. */
  lagMs = 0;
  private committed = 0;
  private held = false;
  private running = false;
  private flushing: Promise<unknown> | undefined;
  private waiting: { appends: number; resolve: () => void }[] = [];
  private readonly lagging = new Map<NodeJS.Timeout, number>();

  constructor(
    private readonly log: Log,
    private readonly file: LogFile | undefined,
  ) {
    for (const events of file?.load() ?? []) log.restore(events);
    this.committed = log.starts.length;
  }

  /** Resolves when everything written up to now is on the disk, and can be read where nothing lags. */
  async commit(): Promise<void> {
    const appends = this.log.starts.length;
    if (this.committed >= appends) return;
    const committed = new Promise<void>((resolve) => this.waiting.push({ appends, resolve }));
    if (!this.running) void this.run();
    await committed;
  }

  /** From now on nothing is committed. */
  hold(): void {
    this.held = true;
  }

  /** Commits what was held back. */
  async release(): Promise<void> {
    this.held = false;
    await this.commit();
  }

  /** Cuts off what is not committed. */
  truncateUncommitted(): Promise<void> {
    return this.keepOnly(() => this.committed);
  }

  /** Cuts off the last appends; who waits for them is never answered. */
  truncate(appends: number): Promise<void> {
    return this.keepOnly(() => this.log.starts.length - appends);
  }

  /** @param appends how many, once nothing is on its way to the disk */
  private async keepOnly(appends: () => number): Promise<void> {
    this.held = true;
    await this.flushing;
    for (const timer of this.lagging.keys()) clearTimeout(timer);
    this.lagging.clear();
    this.log.truncate(appends());
    this.committed = Math.min(this.committed, this.log.starts.length);
    this.file?.truncate(this.committed);
    this.waiting = [];
    this.held = false;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.committed < this.log.starts.length && !this.held) {
      const unseen = [...this.lagging.values()].reduce((sum, appends) => sum + appends, 0);
      const group = this.log.unpublished.slice(unseen);
      this.flushing = this.file?.add(group) ?? pause(SYNC_MS);
      await this.flushing;
      this.show(group.length);
      this.committed += group.length;
      const done = this.waiting.findIndex(({ appends }) => appends > this.committed);
      const settled = this.waiting.splice(0, done === -1 ? this.waiting.length : done);
      for (const { resolve } of settled) resolve();
    }
    this.running = false;
  }

  /** Lets readers see the oldest `appends` that they do not see, now or after the lag. */
  private show(appends: number): void {
    if (this.lagMs === 0) {
      this.log.publish(appends);
      return;
    }
    const timer = setTimeout(() => {
      this.lagging.delete(timer);
      this.log.publish(appends);
    }, this.lagMs);
    this.lagging.set(timer, appends);
  }
}
