/** An invariant that did not hold, by its number in the design. */
export interface Violation {
  readonly invariant: number;
  readonly what: string;
}
