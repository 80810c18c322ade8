/** When the same request is sent again: after what the server asks for, else ever later. */
import { NoAnswerError, ProblemError } from './errors.js';

const FIRST_DELAY_MS = 200;
const DELAY_MS_MAX = 30_000;

export class Retries {
  private failures = 0;

  constructor(
    private readonly max: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Runs the work until it succeeds. @throws what it failed with, where it is not worth trying again */
  async until<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        await this.waitAfter(error);
      }
    }
  }

  /** @throws the error, where it will not do to try again */
  async waitAfter(error: unknown): Promise<void> {
    const isForNow =
      error instanceof NoAnswerError || (error instanceof ProblemError && error.retryable);
    if (!isForNow || this.failures >= this.max) throw error;
    const asked = error instanceof ProblemError ? error.retryAfterMs : undefined;
    // Many clients that failed at once do not come back at once.
    const delay =
      asked ?? Math.random() * Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** this.failures);
    this.failures += 1;
    await pause(delay, this.signal);
  }

  /** Something went well in between. */
  reset(): void {
    this.failures = 0;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      // The reason is whatever the caller gave.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
