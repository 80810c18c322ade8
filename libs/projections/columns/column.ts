/** One number per row, in a typed array that grows: a few bytes each, and quick to read in order. */
type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

const ROWS_AT_FIRST = 64;

export class Column<Kind extends Numbers> {
  /** Rows beyond `length` mean nothing. */
  values: Kind;
  private rows = 0;

  constructor(private readonly kind: new (rows: number) => Kind) {
    this.values = new kind(ROWS_AT_FIRST);
  }

  get length(): number {
    return this.rows;
  }

  get bytes(): number {
    return this.values.byteLength;
  }

  push(value: number): void {
    if (this.rows === this.values.length) this.grow(this.rows * 2);
    this.values[this.rows] = value;
    this.rows += 1;
  }

  /** Appends zeros until there are so many rows. */
  fill(rows: number): void {
    if (rows > this.values.length) this.grow(Math.max(rows, this.values.length * 2));
    this.rows = Math.max(this.rows, rows);
  }

  private grow(rows: number): void {
    const wider = new this.kind(rows);
    wider.set(this.values);
    this.values = wider;
  }
}
