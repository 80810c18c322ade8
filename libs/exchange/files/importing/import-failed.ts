/** How an import ends that the log or the disk cut off. */
import type { ImportReport } from './import-options.js';

/** The log or the disk failed during an import. What is counted in the report is in the log. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
  constructor(
    /** As far as it came; `stopped` has the code `failed`. */
    readonly report: ImportReport,
    override readonly cause: unknown,
  ) {
    super(`The import was interrupted: ${report.stopped?.message ?? ''}`);
  }
}
