/** A bounded amount of something: who wants some waits until others give theirs back, in order. */

export class Permits {
  private readonly waiting: { readonly amount: number; readonly go: () => void }[] = [];

  constructor(private free: number) {}

  /** Nobody may take more than there is in all. */
  async take(amount: number): Promise<void> {
    if (this.waiting.length === 0 && amount <= this.free) {
      this.free -= amount;
      return;
    }
    await new Promise<void>((go) => this.waiting.push({ amount, go }));
  }

  giveBack(amount: number): void {
    this.free += amount;
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      if (first.amount > this.free) return;
      this.free -= first.amount;
      this.waiting.shift();
      first.go();
    }
  }
}
