/** The first rows of a list by its order, without keeping, or even making, the others. */
export class Top<Rank, Row> {
  private found: { readonly rank: Rank; readonly row: Row }[] = [];
  private last: Rank | undefined;

  /** @param most how many rows to keep, from 0 */
  constructor(
    private readonly most: number,
    private readonly compare: (a: Rank, b: Rank) => number,
  ) {}

  /** @param rowOf is asked only where the row may be among the first */
  add(rank: Rank, rowOf: () => Row): void {
    if (this.most === 0 || (this.last !== undefined && this.compare(rank, this.last) > 0)) return;
    this.found.push({ rank, row: rowOf() });
    // Sorting now and then is cheaper than keeping them sorted.
    if (this.found.length >= 2 * this.most + 100) this.cut();
  }

  rows(): readonly Row[] {
    this.cut();
    return this.found.map(({ row }) => row);
  }

  private cut(): void {
    this.found = this.found.sort((a, b) => this.compare(a.rank, b.rank)).slice(0, this.most);
    if (this.found.length === this.most) this.last = this.found.at(-1)?.rank;
  }
}
