/** PollingLoop again and again whether there is something to do, with a pause when there was nothing. */

export interface PollingLoopOptions {
  /** Does a bounded amount of work; tells whether there is more. */
  readonly poll: () => Promise<{ readonly more: boolean }>;
  /** Between looks when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Told of a look that failed; the next one comes all the same, after the pause. */
  readonly onError?: (error: unknown) => void;
}

export class PollingLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: PollingLoopOptions) {}

  start(): void {
    this.schedule(0);
  }

  /** Resolves when the look under way is done. */
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
