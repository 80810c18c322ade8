/** Looks again and again whether there is something to do, with a pause when there was nothing. */

export interface LooksOptions {
  /** Does a bounded amount of work; tells whether there is more. */
  readonly look: () => Promise<{ readonly more: boolean }>;
  /** Between looks when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Told of a look that failed; the next one comes all the same, after the pause. */
  readonly onError?: (error: unknown) => void;
}

export class Looks {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: LooksOptions) {}

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
      this.running = this.look().then((more) =>
        this.schedule(more ? 0 : (this.options.pauseMs ?? 1_000)),
      );
    }, delayMs);
    this.timer.unref();
  }

  private async look(): Promise<boolean> {
    try {
      return (await this.options.look()).more;
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }
}
