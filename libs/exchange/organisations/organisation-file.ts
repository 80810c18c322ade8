/** What is read of a file of organisations, its limits, and how it is refused as a whole. */
import type { JsonObject } from '#care-event';

export const ORGANISATION_FILE_LIMITS = {
  /** Of the file, unpacked. */
  bytes: 2 * 1024 * 1024,
  rows: 5_000,
} as const;

/** One version of an organisation, as the file states it. */
export interface OrganisationRow {
  /** Line on which it begins, from 1; in JSON its place in the list, from 1. */
  readonly row: number;
  readonly stated: JsonObject;
  /** What the file calls the place of a fault, given as a JSON pointer into `stated`. */
  readonly columnOf: (path: string) => string;
}

/** Something in one row that is no organisation. */
export interface RowProblem {
  readonly row: number;
  /** Name of the column; in JSON the path in the element. Empty where it is the whole row. */
  readonly column: string;
  readonly message: string;
}

export interface OrganisationFile {
  readonly format: 'csv' | 'json';
  readonly rows: readonly OrganisationRow[];
  readonly problems: readonly RowProblem[];
}

/** A file that cannot be read as a whole: nothing of it was recorded. */
export class OrganisationFileRefused extends Error {
  override readonly name = 'OrganisationFileRefused';
  constructor(
    readonly code: 'too-large' | 'too-many' | 'malformed-file' | 'columns-invalid' | 'empty-file',
    message: string,
  ) {
    super(message);
  }
}
