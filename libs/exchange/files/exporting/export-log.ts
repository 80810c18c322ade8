/**
 * A log as a file for other tools: every patient's events that stand, under pseudonyms, with when
 * they happened and when they were recorded. For research, what would single somebody out is
 * left out, and a data dictionary goes with it.
 */
import { randomBytes } from 'node:crypto';
import type { RecordedFact } from '#care-event';
import { pseudonymOf } from '../../identity/pseudonym.js';
import { exportedCase, isXmlText, type ExportedCase, type Plain } from './exported-case.js';
import type { ExportFormat, FormatWriter } from './formats.js';
import { Survey, type DictionaryEntry } from './survey.js';
import { CSV, row } from './write-csv.js';
import { ocelWriter } from './write-ocel.js';
import { XES } from './write-xes.js';

/** A patient's facts that stand, in the order in which they happened. */
export interface PatientHistory {
  readonly patient: string;
  readonly facts: readonly RecordedFact[];
}

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Everything, under the log's own pseudonyms, so that an import gives the same events. */
  readonly isComplete: boolean;
  /** Unless it is complete, values that fewer patients have are left out. */
  readonly leastPatients: number;
  /** Fields that are left out in any case. */
  readonly drop: ReadonlySet<string>;
}

export interface LogExport {
  readonly patients: number;
  readonly events: number;
  readonly dictionary: readonly DictionaryEntry[];
  /** The file, piece by piece. */
  readonly pieces: AsyncIterable<string>;
}

/** There are so few patients that any of them might be recognised. */
export class TooFewPatients extends Error {
  readonly code = 'too-few-patients';
  override readonly name = 'TooFewPatients';
  constructor(patients: number, least: number) {
    super(
      `Only ${patients} patients are to be exported, and ${least} are the least. ` +
        'An export of everything, for yourselves, has the option --complete.',
    );
  }
}

/**
 * @param histories read twice: to count, and to write
 * @throws TooFewPatients
 */
export async function exportLog(
  histories: () => AsyncIterable<PatientHistory>,
  options: ExportOptions,
): Promise<LogExport> {
  const { isComplete } = options;
  const least = isComplete ? 1 : options.leastPatients;
  const survey = new Survey(least);
  const writer = writerOf(options.format);
  const cases = () => exportedCases(histories(), writer, options);
  let events = 0;
  for await (const each of cases()) {
    survey.add(each);
    events += each.events.length;
  }
  if (!isComplete && survey.patients < least) throw new TooFewPatients(survey.patients, least);
  return {
    ...{ patients: survey.patients, events, dictionary: survey.dictionary() },
    pieces: pieces(cases(), survey, writer),
  };
}

async function* pieces(
  cases: AsyncIterable<ExportedCase>,
  survey: Survey,
  writer: FormatWriter,
): AsyncGenerator<string> {
  yield writer.head(survey);
  for await (const each of cases) {
    const kept = survey.kept(each);
    if (kept.events.length > 0) yield writer.case(kept, survey);
  }
  yield writer.foot(survey);
}

async function* exportedCases(
  histories: AsyncIterable<PatientHistory>,
  { carries }: FormatWriter,
  { isComplete, drop }: ExportOptions,
): AsyncGenerator<ExportedCase> {
  // What need not be read back may be written as it is.
  const rules = { isComplete, carries: isComplete ? carries : isWritable };
  // Pseudonyms of one export cannot be tied to those of the log, nor of another.
  const secret = isComplete ? undefined : randomBytes(32);
  for await (const { patient, facts } of histories) {
    if (facts.length === 0) continue;
    const name = secret === undefined ? patient : pseudonymOf(secret, 'export', patient);
    yield dropped(exportedCase(name, facts, rules), drop);
  }
}

function isWritable(value: Plain): boolean {
  return typeof value !== 'string' || isXmlText(value);
}

function dropped(exported: ExportedCase, drop: ReadonlySet<string>): ExportedCase {
  if (drop.size === 0) return exported;
  const keeps = ([name]: readonly [string, unknown]): boolean => !drop.has(name);
  return {
    ...exported,
    attributes: exported.attributes.filter(keeps),
    events: exported.events.map((event) => ({
      ...event,
      attributes: event.attributes.filter(keeps),
    })),
  };
}

function writerOf(format: ExportFormat): FormatWriter {
  return format === 'xes' ? XES : format === 'csv' ? CSV : ocelWriter();
}

const DICTIONARY_COLUMNS = [
  'field',
  'level',
  'kind',
  'occurrences',
  'patients',
  'values',
  'suppressed',
  'range',
] as const satisfies readonly (keyof DictionaryEntry)[];

/** The dictionary as a table, CSV. */
export function dictionaryText(entries: readonly DictionaryEntry[]): string {
  const rows = entries.map((entry) => row(DICTIONARY_COLUMNS.map((column) => entry[column] ?? '')));
  return [row(DICTIONARY_COLUMNS), ...rows].join('');
}
