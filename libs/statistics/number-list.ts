/**
 * A list of numbers that grows in one typed array: half a million durations
 * cost 8 bytes each and sort natively, without a comparator.
 */
export class NumberList {
  private values: Float64Array;
  private count = 0;

  constructor(capacity = 16) {
    this.values = new Float64Array(Math.max(1, capacity));
  }

  static zeros(length: number): NumberList {
    const list = new NumberList(length);
    list.count = length;
    return list;
  }

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const wider = new Float64Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.count++] = value;
  }

  /** An ascending copy; the list keeps its own order. */
  sorted(): Float64Array {
    return this.values.slice(0, this.count).sort();
  }

  /** A copy in the order in which the values of another list of the same length ascend. */
  inOrderOf(other: NumberList): Float64Array {
    const order = Uint32Array.from({ length: this.count }, (_, i) => i);
    order.sort((a, b) => other.values[a]! - other.values[b]!);
    return Float64Array.from(order, (i) => this.values[i]!);
  }
}
