/** Chance of one seed: xoshiro128** (Blackman and Vigna, 2018), the same numbers on every machine. */

const TWO_TO_32 = 4_294_967_296;

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param labels set streams of one seed apart, so that one more draw in one does not move the others */
  constructor(
    private readonly seed: number,
    private readonly labels: string = '',
  ) {
    let state = hashOf(`${seed}/${labels}`);
    const next = (): number => {
      // splitmix32, which fills the state as the authors of xoshiro advise.
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      return mixed ^ (mixed >>> 16);
    };
    [this.a, this.b, this.c, this.d] = [next(), next(), next(), next()];
  }

  /** A stream of its own under this one. */
  fork(label: string): Random {
    return new Random(this.seed, `${this.labels}/${label}`);
  }

  /** From 0 up to, not including, 2^32. */
  next(): number {
    const times5 = Math.imul(this.b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.next() / TWO_TO_32;
  }

  /** True in `share` of all cases. */
  happens(share: number): boolean {
    return this.fraction() < share;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.fraction() * choices.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
    return chosen;
  }
}

/** FNV-1a: spreads neighbouring seeds and labels over all states. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  return hash;
}
