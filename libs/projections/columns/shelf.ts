/** What is held of the patients of a pathway. A patient's part is replaced as a whole. */
import type { VisitOptions } from './patient-rows.js';

export interface Shelf<Held> {
  /** Patients. */
  readonly size: number;
  /** About how much memory it takes. */
  readonly bytes: number;
  /**
   * Visits what is held that is true as of an instant.
   * @returns the patients of whom nothing is, and of whom it has to be worked out
   */
  visit(options: VisitOptions, visit: (held: Held, patient: string) => void): readonly string[];
  /** The patients of whom nothing held is true as of that instant. */
  notAsOf(asOf: number): Iterable<string>;
  /** Takes over what another shelf of the same kind holds. @throws DictionaryFull */
  setAll(others: this): void;
  /** Without what was replaced, once that is much. */
  compacted(): this;
}
