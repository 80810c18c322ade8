/**
 * Makes what was written durable and visible, in groups: while one group is on its way to the
 * disk, the next one gathers. A leader cut off from its followers writes and commits nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.js';
import type { LogFile } from './log-file.js';

/** What a disk takes, at the least: no server answers at once. */
const SYNC_MS = 1;

export class Committing {
  private published = 0;
  private held = false;
  private running = false;
  private flushing: Promise<unknown> | undefined;
  private waiting: { appends: number; resolve: () => void }[] = [];

  constructor(
    private readonly log: Log,
    private readonly file: LogFile | undefined,
  ) {
    for (const events of file?.load() ?? []) log.restore(events);
    this.published = log.starts.length;
  }

  /** Resolves when everything written up to now can be read. */
  async commit(): Promise<void> {
    const appends = this.log.starts.length;
    if (this.published >= appends) return;
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

  /** Cuts off the last appends; who waits for them is never answered. */
  async truncate(appends: number): Promise<void> {
    this.held = true;
    await this.flushing;
    this.published = Math.max(0, Math.min(this.published, this.log.starts.length - appends));
    this.log.truncate(this.log.starts.length - appends);
    this.file?.truncate(this.published);
    this.waiting = [];
    this.held = false;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.log.unpublished.length > 0 && !this.held) {
      const group = [...this.log.unpublished];
      this.flushing = this.file?.add(group) ?? pause(SYNC_MS);
      await this.flushing;
      this.log.publish(group.length);
      this.published += group.length;
      const done = this.waiting.findIndex(({ appends }) => appends > this.published);
      const settled = this.waiting.splice(0, done === -1 ? this.waiting.length : done);
      for (const { resolve } of settled) resolve();
    }
    this.running = false;
  }
}
