/**
 * A list that grows and is returned now and then. What was returned never changes afterwards,
 * and reading it again without a change in between costs nothing.
 */
export class GrowingList<T> {
  private items: T[] = [];
  private shared = false;

  push(item: T): void {
    this.own();
    this.items.push(item);
  }

  replaceLast(item: T): void {
    this.own();
    this.items[this.items.length - 1] = item;
  }

  last(): T | undefined {
    return this.items.at(-1);
  }

  list(): readonly T[] {
    this.shared = true;
    return this.items;
  }

  private own(): void {
    if (!this.shared) return;
    this.items = [...this.items];
    this.shared = false;
  }
}
