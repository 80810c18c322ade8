/**
 * Keeps a processor up to date with the log while the server runs. A subscription only
 * signals that there are new events; they are read from the checkpoint on, so a subscription
 * that breaks or goes silent loses nothing: the loop runs the processor again by itself.
 */
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { StoreClosed, StoreFailed, type EventStore, type Position } from '#event-store';

export interface ProcessorLoopOptions {
  readonly processor: {
    /** Processes what the log holds by now. */
    runOnce(signal: AbortSignal): Promise<unknown>;
    /** Last event up to which every event was handled or parked; undefined before the first run. */
    readonly position: Position | undefined;
  };
  readonly store: EventStore;
  /** Called when a run or a subscription failed; the loop goes on. */
  readonly onError?: (error: unknown) => void;
  /** Pause after the first failure, ms; doubled with each further one, up to a minute. Default 1,000. */
  readonly retryMs?: number;
  /** How long the subscription may be silent before the processor runs all the same, ms. Default 5,000. */
  readonly silenceMs?: number;
}

const RETRY_MAX_MS = 60_000;

export class ProcessorLoop {
  private readonly stopping = new AbortController();
  private following: Promise<void> | undefined;
  private failedWith: unknown;

  constructor(private readonly options: ProcessorLoopOptions) {}

  /** Why the last run failed; undefined where it did not. */
  get failure(): unknown {
    return this.failedWith;
  }

  start(): void {
    this.following ??= this.follow();
  }

  /** Resolves when the handlers under way are done and the checkpoint is saved. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { processor, onError, retryMs = 1_000 } = this.options;
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        await turn();
        await processor.runOnce(signal);
        failures = 0;
        this.failedWith = undefined;
        if (!signal.aborted) await this.newEvents();
      } catch (error) {
        if (signal.aborted && error === signal.reason) return;
        this.failedWith = error;
        onError?.(error);
        // Only a restart helps, and whoever opened the store is told.
        if (error instanceof StoreFailed || error instanceof StoreClosed) return;
        const wait = Math.min(retryMs * 2 ** failures, RETRY_MAX_MS);
        failures += 1;
        await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Resolves when the log has more, when it was silent for too long, or when the loop is stopped. */
  private async newEvents(): Promise<void> {
    const { processor, store, silenceMs = 5_000 } = this.options;
    const { position } = processor;
    const over = new AbortController();
    const end = (): void => over.abort();
    const timer = setTimeout(end, silenceMs);
    timer.unref();
    this.stopping.signal.addEventListener('abort', end);
    try {
      const after = position === undefined ? {} : { after: position };
      const live = store.subscribe({ ...after, pageEvents: 1, signal: over.signal });
      for await (const message of live) if (message.kind === 'events') return;
    } finally {
      clearTimeout(timer);
      this.stopping.signal.removeEventListener('abort', end);
    }
  }
}
