/**
 * All journeys of a pathway in columns: 10 bytes a step, 52 a journey and about 150 a patient. A
 * patient's journeys are replaced as a whole; what they took before is left behind until
 * `compacted`.
 */
import { Column } from './column.js';
import { JourneyRow, JourneyRows } from './journey-rows.js';
import type { JourneySteps } from './journey-steps.js';
import { PatientRows, type Validity, type VisitOptions } from './patient-rows.js';
import type { Shelf } from './shelf.js';

export class JourneyColumns implements Shelf<JourneySteps> {
  private readonly rows = new JourneyRows();
  private readonly patients = new PatientRows();
  /** A patient's journeys, one after another. */
  private readonly first = new Column(Int32Array);
  private readonly count = new Column(Int32Array);
  /** Journeys that have been replaced. */
  private replaced = 0;

  /** @param isCut as of an instant, the journeys are those held without what came later */
  constructor(private readonly isCut: boolean) {}

  get size(): number {
    return this.patients.size;
  }

  get bytes(): number {
    return this.first.bytes + this.count.bytes + this.rows.bytes + this.patients.bytes;
  }

  /** @throws DictionaryFull */
  set(patient: string, journeys: Iterable<JourneySteps>, validity: Validity): void {
    const row = this.patients.set(patient, validity);
    if (row === this.first.length) for (const column of [this.first, this.count]) column.push(0);
    this.replaced += this.count.values[row]!;
    const first = this.rows.length;
    for (const journey of journeys) this.rows.push(journey);
    this.first.values[row] = first;
    this.count.values[row] = this.rows.length - first;
  }

  visit(
    options: VisitOptions,
    visit: (journey: JourneySteps, patient: string) => void,
  ): readonly string[] {
    const { pseudonyms } = this.patients;
    const journey = new JourneyRow(this.rows);
    return this.patients.visit(options, (row) => {
      journey.patient = pseudonyms[row]!;
      const end = this.first.values[row]! + this.count.values[row]!;
      for (let at = this.first.values[row]!; at < end; at += 1) {
        journey.moveTo(at);
        if (this.isCut) journey.cut(options.asOf);
        if (journey.length > 0) visit(journey, journey.patient);
      }
    });
  }

  notAsOf(asOf: number): Iterable<string> {
    return this.patients.notAsOf(asOf);
  }

  /** @throws DictionaryFull */
  setAll(others: this): void {
    for (const [row, patient] of others.patients.pseudonyms.entries())
      this.set(patient, others.journeysOf(row), others.patients.validity(row));
  }

  compacted(): this {
    if (this.replaced <= this.rows.length / 2) return this;
    const fresh = new JourneyColumns(this.isCut) as this;
    fresh.setAll(this);
    return fresh;
  }

  /** The same object for each of them. */
  private *journeysOf(row: number): Generator<JourneySteps> {
    const journey = new JourneyRow(this.rows);
    for (let n = 0; n < this.count.values[row]!; n += 1) {
      journey.moveTo(this.first.values[row]! + n);
      yield journey;
    }
  }
}
