/** One append from its call to its answer: it is answered once, by whatever comes first. */
import { LIMITS } from './port.js';
import type { AppendOptions } from './port.js';
import type { EncodedBatch } from './validation.js';
import type { BatchOutcome } from './commit-protocol.js';

export class PendingAppend {
  /** Set once there was room for it. */
  batch: EncodedBatch | undefined;
  /** Until when it may take, in terms of `performance.now`. */
  readonly dueMs: number;
  readonly answered: Promise<BatchOutcome>;
  private settled = false;
  private readonly resolveAnswer: (outcome: BatchOutcome) => void;
  private readonly rejectAnswer: (error: unknown) => void;
  private readonly signal: AbortSignal | undefined;

  /** @param encode may throw: then only this append fails */
  constructor(
    private readonly encode: () => EncodedBatch,
    { signal, deadlineMs = LIMITS.appendDeadlineMs }: AppendOptions,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<BatchOutcome>();
    this.answered = promise;
    this.resolveAnswer = resolve;
    this.rejectAnswer = reject;
    this.dueMs = performance.now() + deadlineMs;
    this.signal = signal;
    if (signal?.aborted === true) this.abort();
    else signal?.addEventListener('abort', this.abort);
  }

  get isSettled(): boolean {
    return this.settled;
  }

  /** Encodes it; undefined where it failed at that, or was given up before. */
  prepare(): EncodedBatch | undefined {
    if (this.settled) return undefined;
    try {
      this.batch = this.encode();
    } catch (error) {
      this.reject(error);
    }
    return this.batch;
  }

  resolve(outcome: BatchOutcome): void {
    if (this.settle()) this.resolveAnswer(outcome);
  }

  reject(error: unknown): void {
    if (this.settle()) this.rejectAnswer(error);
  }

  private readonly abort = (): void => this.reject(this.signal?.reason);

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.signal?.removeEventListener('abort', this.abort);
    return true;
  }
}
