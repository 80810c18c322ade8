/**
 * Work by key: one after the other where the key is the same, and so many side by side
 * where it is not, in the order it came. Uses no timer.
 */
type Work = () => Promise<void>;

export class Sequences {
  /** Work that waits behind the one under way, by key. */
  private readonly behind = new Map<string, Work[]>();
  /** Keys that wait for their turn, the first of their work at hand. */
  private readonly ready: { readonly key: string; readonly work: Work }[] = [];
  private underWay = 0;
  private ring: () => void = () => undefined;
  private rung = this.bell();

  constructor(private readonly atOnce: number) {}

  /** @param work never rejects */
  add(key: string, work: Work): void {
    const queue = this.behind.get(key);
    if (queue !== undefined) {
      queue.push(work);
      return;
    }
    this.behind.set(key, []);
    this.ready.push({ key, work });
    this.begin();
  }

  /** Whether any work is left. */
  get busy(): boolean {
    return this.underWay > 0;
  }

  /** Resolves when some work is done; at once when there is none. */
  next(): Promise<void> {
    return this.busy ? this.rung : Promise.resolve();
  }

  private begin(): void {
    while (this.underWay < this.atOnce) {
      const first = this.ready.shift();
      if (first === undefined) return;
      this.underWay += 1;
      void this.run(first.key, first.work);
    }
  }

  private async run(key: string, work: Work): Promise<void> {
    await work();
    this.underWay -= 1;
    const following = this.behind.get(key)?.shift();
    // Behind those who wait already: one long sequence keeps nobody out.
    if (following === undefined) this.behind.delete(key);
    else this.ready.push({ key, work: following });
    this.begin();
    const ring = this.ring;
    this.rung = this.bell();
    ring();
  }

  private bell(): Promise<void> {
    return new Promise((resolve) => (this.ring = resolve));
  }
}
