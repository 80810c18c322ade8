/** How long what is under way may take once the server is to end. */
export class GracePeriod {
  private readonly ended = new AbortController();

  /** Beginning it again changes nothing but may shorten it. */
  begin(ms: number): void {
    if (ms <= 0) this.ended.abort();
    else setTimeout(() => this.ended.abort(), ms).unref();
  }

  /** Aborted when it is over: nothing is waited for any more. */
  get over(): AbortSignal {
    return this.ended.signal;
  }

  /** Resolves with the work, or when the period is over, whichever comes first. */
  async within(work: Promise<unknown>): Promise<void> {
    const { over } = this;
    if (over.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => resolve();
    over.addEventListener('abort', end, { once: true });
    await Promise.race([work, promise]).finally(() => over.removeEventListener('abort', end));
  }
}
