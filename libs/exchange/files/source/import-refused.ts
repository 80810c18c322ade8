/** Why an import of a file does not begin. */

/** An import that cannot begin: nothing has been read, nothing recorded. */
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
  | 'rejects-exist'
  /** The same log was imported under another name, or otherwise. */
  | 'log-changed'
  /** An earlier version imported it, with ids that cannot be compared. */
  | 'log-older';

/** Lines and columns count from 1. */
export interface MappingProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
