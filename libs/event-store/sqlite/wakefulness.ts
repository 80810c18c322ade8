/**
 * Whether to keep the event loop turning while a small commit is under way, or to let
 * it sleep. A sleeping loop is woken some 40 µs after the answer has come, a quarter of
 * the time that a commit of one event takes; a turning one hears it at once and serves
 * everything else meanwhile. But where every core is busy, a turning loop takes the
 * core that the writing thread needs. So both are tried and the faster one is used.
 */
const TRY_THE_OTHER_EVERY = 64;
/** How far one commit moves a median. */
const STEP = 0.02;

export class Wakefulness {
  /**
   * Running medians of how long commits took, ms, by whether the loop was kept awake.
   * Medians, because a checkpoint now and then takes a hundred times as long.
   */
  readonly #medianMs = { awake: 0, asleep: 0 };
  #commits = 0;

  /** Whether to stay awake for the next commit. */
  choose(): boolean {
    this.#commits += 1;
    const better = this.#medianMs.awake <= this.#medianMs.asleep;
    return this.#commits % TRY_THE_OTHER_EVERY === 0 ? !better : better;
  }

  learn(wasAwake: boolean, tookMs: number): void {
    const which = wasAwake ? 'awake' : 'asleep';
    const median = this.#medianMs[which];
    if (median === 0) this.#medianMs[which] = tookMs;
    else this.#medianMs[which] = median * (tookMs > median ? 1 + STEP : 1 - STEP);
  }
}
