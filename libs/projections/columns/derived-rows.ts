/** What was derived of each patient of a pathway, as it was derived. */
import { PatientRows, type Validity, type VisitOptions } from './patient-rows.js';
import type { Shelf } from './shelf.js';

export class DerivedRows<Derived> implements Shelf<Derived> {
  private readonly patients = new PatientRows();
  private readonly values: Derived[] = [];
  private valueBytes = 0;

  /** @param bytesOf about how much memory a value takes */
  constructor(private readonly bytesOf: (derived: Derived) => number) {}

  get size(): number {
    return this.patients.size;
  }

  get bytes(): number {
    return this.patients.bytes + this.valueBytes;
  }

  set(patient: string, derived: Derived, validity: Validity): void {
    const row = this.patients.set(patient, validity);
    const before = this.values[row];
    this.valueBytes += this.bytesOf(derived) - (before === undefined ? 0 : this.bytesOf(before));
    this.values[row] = derived;
  }

  visit(
    options: VisitOptions,
    visit: (derived: Derived, patient: string) => void,
  ): readonly string[] {
    const { pseudonyms } = this.patients;
    return this.patients.visit(options, (row) => visit(this.values[row]!, pseudonyms[row]!));
  }

  notAsOf(asOf: number): Iterable<string> {
    return this.patients.notAsOf(asOf);
  }

  setAll(others: this): void {
    for (const [row, patient] of others.patients.pseudonyms.entries())
      this.set(patient, others.values[row]!, others.patients.validity(row));
  }

  compacted(): this {
    return this;
  }
}
