/** The patients of whom something is held, one row each, and at which instants it is true of them. */
import { Column } from './column.js';

/** The instants at which what is held of a patient is true, ms since the epoch. */
export interface Validity {
  /** Before it nothing had happened. */
  readonly begins: number;
  /** From then on, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/** Of somebody who is never visited. */
export const NEVER: Validity = { begins: Infinity, from: Infinity, until: Infinity };

export interface VisitOptions {
  /** Ms since the epoch. */
  readonly asOf: number;
  /** Patients who are not visited. */
  readonly without: ReadonlySet<string>;
}

/** A pseudonym and its place in an index. */
const PSEUDONYM_BYTES = 120;

export class PatientRows {
  readonly pseudonyms: string[] = [];
  private readonly rows = new Map<string, number>();
  private readonly begins = new Column(Float64Array);
  private readonly from = new Column(Float64Array);
  private readonly until = new Column(Float64Array);

  get size(): number {
    return this.pseudonyms.length;
  }

  get bytes(): number {
    const { begins, from, until } = this;
    return begins.bytes + from.bytes + until.bytes + this.size * PSEUDONYM_BYTES;
  }

  row(patient: string): number | undefined {
    return this.rows.get(patient);
  }

  /** @returns the patient's row, which is the last one if it is new */
  set(patient: string, validity: Validity): number {
    let row = this.rows.get(patient);
    if (row === undefined) {
      row = this.pseudonyms.push(patient) - 1;
      this.rows.set(patient, row);
      for (const column of [this.begins, this.from, this.until]) column.push(0);
    }
    this.begins.values[row] = validity.begins;
    this.from.values[row] = validity.from;
    this.until.values[row] = validity.until;
    return row;
  }

  validity(row: number): Validity {
    const { begins, from, until } = this;
    return { begins: begins.values[row]!, from: from.values[row]!, until: until.values[row]! };
  }

  /** @returns the patients of whom nothing is held that is true as of that instant */
  visit({ asOf, without }: VisitOptions, visit: (row: number) => void): readonly string[] {
    const others: string[] = [];
    for (let row = 0; row < this.size; row += 1) {
      if (asOf < this.begins.values[row]!) continue;
      if (without.size > 0 && without.has(this.pseudonyms[row]!)) continue;
      if (this.isHeld(row, asOf)) visit(row);
      else others.push(this.pseudonyms[row]!);
    }
    return others;
  }

  *notAsOf(asOf: number): Generator<string> {
    for (let row = 0; row < this.size; row += 1)
      if (asOf >= this.begins.values[row]! && !this.isHeld(row, asOf)) yield this.pseudonyms[row]!;
  }

  private isHeld(row: number, asOf: number): boolean {
    const until = this.until.values[row]!;
    return asOf >= this.from.values[row]! && (asOf < until || until === Infinity);
  }
}
