/** The formats that an export can have: what each writes, piece by piece. */
import type { ExportedCase, ExportRules } from './exported-case.js';
import type { Survey } from './survey.js';

export type ExportFormat = 'xes' | 'csv' | 'ocel';

export interface FormatWriter {
  readonly carries: ExportRules['carries'];
  head(survey: Survey): string;
  /** One case after the other. */
  case(exported: ExportedCase, survey: Survey): string;
  /** What follows the last case. */
  foot(survey: Survey): string;
}
