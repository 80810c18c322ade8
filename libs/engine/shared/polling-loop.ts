/** Polls for work again and again, with a pause whenever there was none. */

export interface PollingLoopOptions {
  /** Does a bounded amount of work; `more` says that there is more to do at once. */
  readonly poll: () => Promise<{ readonly more: boolean }>;
  /** Between polls when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Called with the error of a poll that failed; the next one comes after the pause all the same. */
  readonly onError?: (error: unknown) => void;
}

export class PollingLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: PollingLoopOptions) {}

  /** Starting again changes nothing. */
  start(): void {
    if (this.timer === undefined) this.schedule(0);
  }

  /** Resolves when the poll under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.poll().then((more) =>
        this.schedule(more ? 0 : (this.options.pauseMs ?? 1_000)),
      );
    }, delayMs);
    this.timer.unref();
  }

  private async poll(): Promise<boolean> {
    try {
      return (await this.options.poll()).more;
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }
}
