/**
 * Appends that are sent again until their outcome is known: the one place where a store that
 * did not answer, or could not be reached, is asked again. The same events at the same
 * revision cannot be written twice, so whoever appends through here hears what became of
 * it, or that it stayed unknown for long.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import { OutcomeUnknown, Unavailable } from './errors.js';
import type { AppendOptions, EventStore } from './port.js';

export interface RetryOptions {
  /** Waits; an abort ends it early. Default: the machine's timer. */
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** The first pause, ms; each further one is twice as long. Default 50. */
  readonly firstPauseMs?: number;
  /** The longest pause, ms. Default 5,000. */
  readonly pauseMaxMs?: number;
  /** Pauses altogether, ms, after which the last fault is thrown. Default 60,000. */
  readonly budgetMs?: number;
}

/**
 * The same store, whose appends settle what became of them.
 *
 * @throws (its `append`) OutcomeUnknown or Unavailable once the budget is spent; everything
 *   else as the store throws it, at once
 */
export function retrying(store: EventStore, options: RetryOptions = {}): EventStore {
  const append = async (
    ...[stream, expected, events, appendOptions]: Parameters<EventStore['append']>
  ) => {
    for (const pauses = new Pauses(options, appendOptions); ;) {
      try {
        return await store.append(stream, expected, events, appendOptions);
      } catch (error) {
        const passes = error instanceof OutcomeUnknown || error instanceof Unavailable;
        if (!passes || !(await pauses.next())) throw error;
      }
    }
  };
  return {
    limits: store.limits,
    append,
    identity: () => store.identity(),
    readStream: (...args) => store.readStream(...args),
    readLog: (...args) => store.readLog(...args),
    head: (...args) => store.head(...args),
    subscribe: (...args) => store.subscribe(...args),
    close: () => store.close(),
  };
}

/** Growing pauses, until they come to the budget. */
class Pauses {
  private nextMs: number;
  private leftMs: number;

  constructor(
    private readonly options: RetryOptions,
    private readonly append: AppendOptions | undefined,
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
    await pause(ms, this.append?.signal);
    return true;
  }
}

function pauseOnTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return pauseFor(ms, undefined, signal === undefined ? {} : { signal });
}
