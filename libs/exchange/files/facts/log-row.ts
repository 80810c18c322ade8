/** One event of a foreign log, as any format gives it: names and values, not yet understood. */
import type { Json } from '#care-event';
import type { BadRow } from './imported-batch.js';

/** Attributes of a case are named so, beside those of its events. */
export const CASE_PREFIX = 'case:';

export interface LogRow {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** About how large it is. */
  readonly characters: number;
  readonly fields: Readonly<Record<string, Json>>;
  /** What the file says of the whole case, under names without `case:`. */
  readonly caseFields?: Readonly<Record<string, Json>> | undefined;
  /** Of a table: the cells as they stand. */
  readonly cells?: readonly string[];
  /** Where no field names it. */
  readonly caseName?: string | undefined;
}

/** What a part of the file held. */
export interface RowBatch {
  readonly rows: readonly LogRow[];
  readonly bad: readonly BadRow[];
  /** Numbers that stay texts, since no double is exactly what was written. */
  readonly keptAsText: number;
}
