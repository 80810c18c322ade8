/** How reading a file of events can end before its end. */
import type { ImportReport } from './import-options.js';

/** A file that cannot be read on: what stood before this place was read. */
export class MalformedFile extends Error {
  readonly code = 'malformed-file';
  override readonly name = 'MalformedFile';
  constructor(
    /** What is wrong, in a sentence without the place. */
    readonly reason: string,
    /** From 1; of the (decompressed) text. */
    readonly line: number,
    /** From 1, in characters; undefined where only the line is known. */
    readonly column?: number,
  ) {
    super(`line ${line}${column === undefined ? '' : `, column ${column}`}: ${reason}`);
  }
}

/** The bytes themselves are broken: cut off, damaged, or in another encoding. The reader adds the place. */
export class BrokenSource extends Error {
  override readonly name = 'BrokenSource';
  constructor(
    readonly code: 'packing' | 'encoding',
    message: string,
  ) {
    super(message);
  }
}

/** Somebody asked to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('interrupted');
  }
}

/** The log or the disk failed during an import. What is counted in the report is in the log. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
  constructor(
    /** As far as it came; `stopped` has the code `failed`. */
    readonly report: ImportReport,
    override readonly cause: unknown,
  ) {
    super(`The import was cut off: ${report.stopped?.message ?? ''}`);
  }
}

/** An import that cannot begin: nothing was read, nothing was recorded. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  /** For `mapping-needed`: a mapping file to start from. */
  readonly template: string | undefined;
  /** For `mapping-invalid`: what is wrong with it, and where. */
  readonly problems: readonly MappingProblem[];
  constructor(
    readonly code: ImportRefusalCode,
    message: string,
    details: { template?: string; problems?: readonly MappingProblem[] } = {},
  ) {
    super(message);
    this.template = details.template;
    this.problems = details.problems ?? [];
  }
}

export type ImportRefusalCode =
  | 'file-unreadable'
  | 'format-unknown'
  | 'mapping-needed'
  | 'mapping-invalid'
  | 'option-invalid'
  | 'rejects-exist';

/** Lines and columns count from 1. */
export interface MappingProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
