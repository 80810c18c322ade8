/** A scenario after reading and checking: what the runner works from. */
import type { OrganisationDirectory, RecordedFact } from '#care-event';
import type { DocumentPath } from '../parsing/problem-list.js';
import type { ExpectationYaml } from './scenario-schema.js';

/** A place in the text of the file; both count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface Scenario extends TextPosition {
  readonly id: string;
  /** For people; the id where the author gave none. */
  readonly title: string;
  /** What happened, in the order of the file, with the patient's registration if there is one. */
  readonly facts: readonly RecordedFact[];
  /** The organisations of the file. */
  readonly directory: OrganisationDirectory;
  readonly expectations: readonly Expectation[];
}

export interface Expectation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As `at`; absent where everything counts. */
  readonly knownAt?: number;
  /** As it was written; its times and names have been checked. */
  readonly yaml: ExpectationYaml;
  /** Where something in it stands; of what is not there, where it would belong. */
  positionOf(path: DocumentPath): TextPosition;
}
