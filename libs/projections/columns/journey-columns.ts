/**
 * All journeys of a pathway in columns: 10 bytes a step, 52 a journey and about 150 a patient. A
 * patient's journeys are replaced as a whole; what they took before is left behind until
 * `compacted`.
 */
import { Column } from './column.js';
import { JourneyRow, JourneyRows } from './journey-rows.js';
import type { JourneySteps } from './journey-steps.js';

/** The instants at which a patient's journeys are those held, ms since the epoch. */
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
  /** Whether the journeys as of an instant are those held without what came later. */
  readonly isCut: boolean;
  /** Patients who are not visited. */
  readonly without: ReadonlySet<string>;
}

/** A pseudonym and its place in an index. */
const PSEUDONYM_BYTES = 120;

export class JourneyColumns {
  private readonly rows = new JourneyRows();
  private readonly pseudonyms: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly columns = {
    /** Its journeys, one after another. */
    first: new Column(Int32Array),
    count: new Column(Int32Array),
    begins: new Column(Float64Array),
    from: new Column(Float64Array),
    until: new Column(Float64Array),
  };
  /** Journeys that have been replaced. */
  private replaced = 0;

  get size(): number {
    return this.pseudonyms.length;
  }

  /** About how much memory they take. */
  get bytes(): number {
    const columns = Object.values(this.columns).reduce((sum, { bytes }) => sum + bytes, 0);
    return columns + this.rows.bytes + this.size * PSEUDONYM_BYTES;
  }

  /** @throws DictionaryFull */
  set(patient: string, journeys: Iterable<JourneySteps>, validity: Validity): void {
    const number = this.numberOf(patient);
    const { first, count, begins, from, until } = this.columns;
    this.replaced += count.values[number]!;
    first.values[number] = this.rows.length;
    for (const journey of journeys) this.rows.push(journey);
    count.values[number] = this.rows.length - first.values[number];
    begins.values[number] = validity.begins;
    from.values[number] = validity.from;
    until.values[number] = validity.until;
  }

  validity(patient: string): Validity | undefined {
    const number = this.numbers.get(patient);
    if (number === undefined) return undefined;
    const { begins, from, until } = this.columns;
    return {
      begins: begins.values[number]!,
      from: from.values[number]!,
      until: until.values[number]!,
    };
  }

  /** The same object for each of them. */
  *journeysOf(patient: string): Generator<JourneySteps> {
    const number = this.numbers.get(patient);
    if (number === undefined) return;
    const journey = new JourneyRow(this.rows);
    journey.patient = patient;
    const first = this.columns.first.values[number]!;
    for (let n = 0; n < this.columns.count.values[number]!; n += 1) {
      journey.moveTo(first + n);
      yield journey;
    }
  }

  /**
   * Visits the journeys as of an instant of everybody of whom they follow from what is held.
   * @returns the others: theirs have to be worked out
   */
  visit(
    { asOf, isCut, without }: VisitOptions,
    visit: (journey: JourneySteps) => void,
  ): readonly string[] {
    const others: string[] = [];
    const { first, count, begins, from, until } = this.columns;
    const journey = new JourneyRow(this.rows);
    for (let number = 0; number < this.size; number += 1) {
      if (asOf < begins.values[number]!) continue;
      const patient = this.pseudonyms[number]!;
      if (without.size > 0 && without.has(patient)) continue;
      if (asOf < from.values[number]! || asOf >= until.values[number]!) {
        others.push(patient);
        continue;
      }
      journey.patient = patient;
      const end = first.values[number]! + count.values[number]!;
      for (let row = first.values[number]!; row < end; row += 1) {
        journey.moveTo(row);
        if (isCut) journey.cut(asOf);
        if (journey.length > 0) visit(journey);
      }
    }
    return others;
  }

  /** Whose journeys as of that instant do not follow from what is held. */
  *notAsOf(asOf: number): Generator<string> {
    const { begins, from, until } = this.columns;
    for (let number = 0; number < this.size; number += 1) {
      const isHeld = asOf >= from.values[number]! && asOf < until.values[number]!;
      if (!isHeld && asOf >= begins.values[number]!) yield this.pseudonyms[number]!;
    }
  }

  /** Takes over everybody whom the others hold. @throws DictionaryFull */
  setAll(others: JourneyColumns): void {
    for (const patient of others.pseudonyms)
      this.set(patient, others.journeysOf(patient), others.validity(patient)!);
  }

  /** Without what was replaced, once that is much. */
  compacted(): JourneyColumns {
    if (this.replaced <= this.rows.length / 2) return this;
    const fresh = new JourneyColumns();
    fresh.setAll(this);
    return fresh;
  }

  private numberOf(patient: string): number {
    const known = this.numbers.get(patient);
    if (known !== undefined) return known;
    const number = this.pseudonyms.push(patient) - 1;
    this.numbers.set(patient, number);
    for (const column of Object.values(this.columns)) column.push(0);
    return number;
  }
}
