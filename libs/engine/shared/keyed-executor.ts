/**
 * Runs tasks by key: one after the other, in the order they came, where the key is the
 * same; side by side where it is not. Uses no timer, so a test decides what happens between
 * any two steps.
 *
 * Correctness never needs it, since the expected revision guards every stream. Without it a
 * burst of events for one patient would only make the retries after a conflict run out.
 */
type Task = () => Promise<void>;

export interface KeyedExecutorOptions {
  /** Tasks under way at once, of different keys. Default: no limit. */
  readonly concurrency?: number;
}

export class KeyedExecutor {
  /** Tasks behind the one that is under way or ready, by key. */
  private readonly waiting = new Map<string, Task[]>();
  /** The first task of each key that may start as soon as there is room. */
  private readonly ready: { readonly key: string; readonly task: Task }[] = [];
  private running = 0;
  private readonly concurrency: number;
  private finished = Promise.withResolvers<void>();

  constructor({ concurrency = Infinity }: KeyedExecutorOptions = {}) {
    this.concurrency = concurrency;
  }

  /** Resolves or rejects as the work does. Whatever happens to it, the next of its key runs. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.enqueue(key, () => work().then(resolve, reject));
    });
  }

  get isIdle(): boolean {
    return this.running === 0;
  }

  /** Resolves when some task has finished; at once when none is under way. */
  nextFinished(): Promise<void> {
    return this.isIdle ? Promise.resolve() : this.finished.promise;
  }

  private enqueue(key: string, task: Task): void {
    const queue = this.waiting.get(key);
    if (queue !== undefined) {
      queue.push(task);
      return;
    }
    this.waiting.set(key, []);
    this.ready.push({ key, task });
    this.startReady();
  }

  private startReady(): void {
    while (this.running < this.concurrency) {
      const first = this.ready.shift();
      if (first === undefined) return;
      this.running += 1;
      void this.runTask(first.key, first.task);
    }
  }

  private async runTask(key: string, task: Task): Promise<void> {
    await task();
    this.running -= 1;
    const next = this.waiting.get(key)?.shift();
    // At the end of the queue: one long sequence keeps no other key waiting.
    if (next === undefined) this.waiting.delete(key);
    else this.ready.push({ key, task: next });
    this.startReady();
    const { resolve } = this.finished;
    this.finished = Promise.withResolvers();
    resolve();
  }
}
