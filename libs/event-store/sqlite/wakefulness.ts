/**
 * Whether to keep the event loop turning while a small commit is under way, or to let
 * it sleep. A sleeping loop is woken some 40 µs after the answer has come, a quarter of
 * the time that a commit of one event takes; a turning one hears it at once and serves
 * everything else meanwhile. But where every core is busy, a turning loop takes the
 * core that the writing thread needs. So both are tried and the faster one is used.
 */

/** Commits of a round, and how many of them at its beginning try the other way. */
const ROUND = 1_024;
const TRIAL = 48;
/** The first commits after a change say little: the threads have yet to find their cores. */
const UNSETTLED = 8;
/** Where the medians begin: the way that is tried later gets the benefit of the doubt. */
const START_MS = { awake: 0.1, asleep: 0.2 };
/** How far one commit moves a median. */
const STEP = 0.02;

export class Wakefulness {
  /**
   * Running medians of how long commits took, ms, by whether the loop was kept awake.
   * Medians, because a checkpoint now and then takes a hundred times as long.
   */
  private readonly medianMs = { ...START_MS };
  private better = true;
  private commits = 0;

  /** Whether to stay awake for the next commit. */
  choose(): boolean {
    const place = this.commits % ROUND;
    this.commits += 1;
    if (place === 0 || place === TRIAL) {
      this.better = this.medianMs.awake <= this.medianMs.asleep;
    }
    return place < TRIAL ? !this.better : this.better;
  }

  /** How long the commit took that `choose` was last asked for. */
  learn(wasAwake: boolean, tookMs: number): void {
    const place = (this.commits - 1) % ROUND;
    if (place < UNSETTLED || (place >= TRIAL && place < TRIAL + UNSETTLED)) return;
    const which = wasAwake ? 'awake' : 'asleep';
    this.medianMs[which] *= tookMs > this.medianMs[which] ? 1 + STEP : 1 - STEP;
  }
}
