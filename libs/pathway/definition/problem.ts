/** A fault in a definition's text, and where it is. */

/** A fault in a definition's text. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as `duties[0].within`. */
  readonly path: string;
  /** Stable, such as `unknown-key`. */
  readonly code: string;
  /** An error keeps a definition from being published; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice?: string;
}
