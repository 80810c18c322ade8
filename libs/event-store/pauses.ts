/**
 * Growing pauses between tries, until a budget of time is spent. What a try takes counts too: on
 * a disk that stalls each takes as long as an append may.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';

export interface RetryOptions {
  /** Waits; an abort ends it early, with the signal's reason. Default: the machine's timer. */
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** The first pause, ms; each further one is twice as long. Default 50. */
  readonly firstPauseMs?: number;
  /** The longest pause, ms. Default 5,000. */
  readonly pauseMaxMs?: number;
  /** From the first try on, ms; once it is spent the last fault is thrown. Default 60,000. */
  readonly budgetMs?: number;
  /** Time that only goes on, ms. Default: the machine's. */
  readonly elapsedMs?: () => number;
}

export class Pauses {
  private nextMs: number;
  /** Where the clock of the caller stands still, the pauses count alone. */
  private pausedMs = 0;
  private readonly begunMs: number;

  constructor(
    private readonly options: RetryOptions,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.nextMs = options.firstPauseMs ?? 50;
    this.begunMs = this.elapsedMs();
  }

  /** Resolves after a pause; false when none is left. */
  async next(): Promise<boolean> {
    const { pause = pauseOnTimer, pauseMaxMs = 5_000, budgetMs = 60_000 } = this.options;
    const leftMs = budgetMs - Math.max(this.pausedMs, this.elapsedMs() - this.begunMs);
    if (leftMs <= 0) return false;
    const ms = Math.min(this.nextMs, leftMs);
    this.pausedMs += ms;
    this.nextMs = Math.min(2 * this.nextMs, pauseMaxMs);
    await pause(ms, this.signal);
    return true;
  }

  private elapsedMs(): number {
    return (this.options.elapsedMs ?? monotonic)();
  }
}

const monotonic = (): number => performance.now();

function pauseOnTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return pauseFor(ms, undefined, signal === undefined ? {} : { signal });
}
