/** The people around a run: whoever publishes a pathway on the way, and whoever looks at what is parked. */
import { WATCH } from './definitions.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './faults.js';
import type { Mending } from './poison.js';
import type { SimulatedProcess } from './process.js';
import type { Random } from './random.js';
import { WORLD, type Scheduler } from './scheduler.js';

export const AUTHOR = { author: 'A. Berg', reason: 'simulation' };
/** As many patients as a run may have. */
export const PATIENTS = ['patient0', 'patient1', 'patient2'] as const;

export class Operators {
  /** The watch is to be published, and is. */
  watchWanted = false;
  watchPublished = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly processes: readonly SimulatedProcess[],
    private readonly mending: Mending,
    /** A process outlives an unknown outcome: its log does, too. */
    private readonly isRemote: boolean,
  ) {}

  /** Tries until it is published. */
  publishWatch(): void {
    this.watchWanted = true;
    this.publishIn(this.random.whole(MINUTE_MS, 12 * DAY_MS));
  }

  /** Every day or so they have tried again what is parked and was mended. */
  lookAtParked(): void {
    const pause = this.random.whole(HOUR_MS, 2 * DAY_MS);
    this.scheduler.after(pause, WORLD, 'look at what is parked', () => {
      this.lookAtParked();
      if (this.mending.isMended(this.scheduler.now)) this.release();
    });
  }

  private publishIn(delayMs: number): void {
    const { scheduler } = this;
    scheduler.after(delayMs, WORLD, 'publish the watch', () => {
      if (this.watchPublished) return;
      this.publishIn(this.random.whole(HOUR_MS, DAY_MS));
      const process = this.processes[0];
      process?.engine?.publishDefinition(WATCH, AUTHOR).then(
        ({ status }) => {
          this.watchPublished ||= status !== 'refused';
          scheduler.note(WORLD, `the watch is ${status}`);
        },
        // With a log of its own a process ends when an outcome stays unknown: a start settles it.
        () => {
          if (!this.isRemote) process.crash(MINUTE_MS);
        },
      );
    });
  }

  private release(): void {
    const parked = this.random.oneOf(this.processes).parked;
    const kind = this.mending.poison?.release ?? 'retried';
    const reason = `mended, seen at ${this.scheduler.now}`;
    for (const patient of PATIENTS) {
      if (parked?.isParked('handovers', patient) !== true) continue;
      parked
        .release({ processor: 'handovers', patient, kind, author: AUTHOR.author, reason })
        .catch(() => undefined);
    }
  }
}
