/** One of several ways in which a spell can end. */
export interface Cause {
  readonly label: string;
  readonly types: readonly string[];
}
