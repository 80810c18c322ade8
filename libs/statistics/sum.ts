/**
 * A sum that does not lose small terms beside large ones (Neumaier's compensated
 * summation): hundreds of thousands of terms stay within one rounding of the truth.
 */
export class CarefulSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost +=
      Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}

export function sum(values: ArrayLike<number>): number {
  const total = new CarefulSum();
  for (let i = 0; i < values.length; i++) total.add(values[i]!);
  return total.value;
}

/** Arithmetic mean; null for no values. */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}
