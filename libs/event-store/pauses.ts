/** Growing pauses between tries, until they come to a budget: no clock is asked. */
import { setTimeout as pauseFor } from 'node:timers/promises';

export interface RetryOptions {
  /** Waits; an abort ends it early, with the signal's reason. Default: the machine's timer. */
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** The first pause, ms; each further one is twice as long. Default 50. */
  readonly firstPauseMs?: number;
  /** The longest pause, ms. Default 5,000. */
  readonly pauseMaxMs?: number;
  /** Pauses altogether, ms, after which the last fault is thrown. Default 60,000. */
  readonly budgetMs?: number;
}

export class Pauses {
  private nextMs: number;
  private leftMs: number;

  constructor(
    private readonly options: RetryOptions,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.nextMs = options.firstPauseMs ?? 50;
    this.leftMs = options.budgetMs ?? 60_000;
  }

  /** Resolves after a pause; false when none is left. */
  async next(): Promise<boolean> {
    const { pause = pauseOnTimer, pauseMaxMs = 5_000 } = this.options;
    if (this.leftMs <= 0) return false;
    const ms = Math.min(this.nextMs, this.leftMs);
    this.leftMs -= ms;
    this.nextMs = Math.min(2 * this.nextMs, pauseMaxMs);
    await pause(ms, this.signal);
    return true;
  }
}

function pauseOnTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return pauseFor(ms, undefined, signal === undefined ? {} : { signal });
}
