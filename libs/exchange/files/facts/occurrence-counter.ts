/**
 * How often each digest has come so far, in some 40 bytes each at most, so that the rows of a
 * case may stand anywhere in a file of millions.
 */
const CAPACITY_LEAST = 1 << 12;

export class OccurrenceCounter {
  private size = 0;
  private heads = new Float64Array(CAPACITY_LEAST);
  private tails = new Uint32Array(CAPACITY_LEAST);
  /** Of those that came more than once. */
  private readonly counts = new Map<string, number>();

  /** @param digest at least 20 hexadecimal digits. @returns 1 for the first time */
  next(digest: string): number {
    if (this.size * 2 >= this.heads.length) this.grow();
    // A double holds 52 bits exactly; zero stands for an empty slot.
    const head = Number.parseInt(digest.slice(0, 13), 16) + 1;
    const tail = Number.parseInt(digest.slice(13, 20), 16);
    if (this.insert(head, tail)) return 1;
    const count = (this.counts.get(digest) ?? 1) + 1;
    this.counts.set(digest, count);
    return count;
  }

  /** False where it is there. */
  private insert(head: number, tail: number): boolean {
    const mask = this.heads.length - 1;
    let slot = (tail ^ Math.trunc(head / 2 ** 24)) & mask;
    while (this.heads[slot] !== 0) {
      if (this.heads[slot] === head && this.tails[slot] === tail) return false;
      slot = (slot + 1) & mask;
    }
    this.heads[slot] = head;
    this.tails[slot] = tail;
    this.size += 1;
    return true;
  }

  private grow(): void {
    const { heads, tails } = this;
    this.heads = new Float64Array(heads.length * 2);
    this.tails = new Uint32Array(heads.length * 2);
    this.size = 0;
    for (let slot = 0; slot < heads.length; slot += 1) {
      if (heads[slot] !== 0) this.insert(heads[slot] ?? 0, tails[slot] ?? 0);
    }
  }
}
