/** Steps one after another in columns: which type, since when and until when. */
import { Column } from './column.js';
import { Dictionary } from './dictionary.js';

/** What a column of two bytes can name. */
const TYPES_MAX = 2 ** 16;

export class StepColumns {
  private readonly names = new Dictionary(TYPES_MAX);
  private readonly types = new Column(Uint16Array);
  private readonly starts = new Column(Float64Array);
  /** Empty as long as every step is an instant: then it ends when it starts. */
  private readonly ends = new Column(Float64Array);

  get length(): number {
    return this.types.length;
  }

  get bytes(): number {
    return this.names.bytes + this.types.bytes + this.starts.bytes + this.ends.bytes;
  }

  /** @throws DictionaryFull */
  push(type: string, start: number, end: number): void {
    if (start !== end && this.ends.length === 0) {
      this.ends.fill(this.length);
      this.ends.values.set(this.starts.values.subarray(0, this.length));
    }
    const isInstant = start === end && this.ends.length === 0;
    this.types.push(this.names.numberOf(type));
    this.starts.push(start);
    if (!isInstant) this.ends.push(end);
  }

  type(index: number): string {
    return this.names.texts[this.types.values[index]!]!;
  }

  start(index: number): number {
    return this.starts.values[index]!;
  }

  end(index: number): number {
    return (this.ends.length === 0 ? this.starts : this.ends).values[index]!;
  }
}
