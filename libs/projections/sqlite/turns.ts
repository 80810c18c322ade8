/** Lets a limited number of tasks run at once; the others wait in the order they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private readonly atEnd: (() => void)[] = [];
  private running = 0;

  constructor(private readonly atOnce: number) {}

  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      this.pass();
    }
  }

  /** Resolves when nothing runs and nothing waits. */
  settled(): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => this.atEnd.push(resolve));
  }

  /** Hands this turn to whoever waits longest, so that nobody overtakes. */
  private pass(): void {
    const next = this.waiting.shift();
    if (next !== undefined) return next();
    this.running--;
    if (this.running === 0) for (const resolve of this.atEnd.splice(0)) resolve();
  }
}
