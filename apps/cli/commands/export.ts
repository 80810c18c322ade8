/** `stafett export`: the events of a log as a file for other tools, and for research. */
import { Option, type Command } from 'commander';
import type { ExportFormat } from '#exchange';
import { streamNewFile, writeNewFile } from '../files/new-file.js';
import { examples } from '../options/examples.js';
import { given, pathwayId, repeated, wholeNumber } from '../options/values.js';
import { withFolder } from '../session/folder-access.js';
import type { Session, SessionOf } from '../session/session.js';
import { counted } from '../terminal/format.js';
import { usage } from '../terminal/errors.js';

const FORMATS: readonly ExportFormat[] = ['xes', 'csv', 'ocel'];
const LEAST_PATIENTS = 5;

interface ExportCommandOptions {
  readonly format?: ExportFormat;
  readonly pathway?: string;
  readonly complete?: boolean;
  readonly leastPatients: number;
  readonly drop?: readonly string[];
  readonly force?: boolean;
}

export function addExport(program: Command, sessionOf: SessionOf): void {
  program
    .command('export')
    .argument('<file>', 'where to write it: .xes, .csv or .jsonocel, packed with .gz after it')
    .summary('write the events to a file for other tools and for research')
    .description(
      'Writes the events that stand to a file: XES 1.0, CSV with the columns of PM4Py, or OCEL 2.0 (JSON),\n' +
        'under pseudonyms made for this file alone, with when they happened and when they were recorded.\n' +
        'Values and event types that fewer than five patients have are left out, and so are ids, sources\n' +
        'and nested data. A data dictionary goes beside it: FILE.dictionary.csv says of every field what it\n' +
        'holds and how much was left out. With --complete everything is written, under the log’s own\n' +
        'pseudonyms: imported elsewhere, it gives the same events.',
    )
    .addOption(new Option('--format <format>', 'default: by the name of the file').choices(FORMATS))
    .option(
      '--pathway <id>',
      'only patients with events of that pathway, and their events for it or for none',
      pathwayId,
    )
    .addOption(
      new Option('--least-patients <n>', 'leave out what fewer patients have')
        .default(LEAST_PATIENTS)
        .argParser(wholeNumber(2, 1_000)),
    )
    .option('--drop <field>', 'leave out this field, may be repeated', repeated)
    .option('--complete', 'leave out nothing; not for others')
    .option('--force', 'overwrite the file')
    .addHelpText(
      'after',
      examples({
        'a pathway, for PM4Py or ProM': 'stafett export sepsis.xes.gz --pathway sepsis',
        'a table for R, without the age': 'stafett export sepsis.csv --pathway sepsis --drop Age',
        'everything, to import it elsewhere': 'stafett export all.jsonocel --complete',
      }),
    )
    .action((file: string, options: ExportCommandOptions) => exportTo(sessionOf(), file, options));
}

async function exportTo(
  session: Session,
  file: string,
  options: ExportCommandOptions,
): Promise<void> {
  const { pathway, complete = false, leastPatients, drop = [], force = false } = options;
  const format = options.format ?? formatOf(file);
  const { exportLog, dictionaryText, patientHistories, patientStreams } =
    await import('../session/patient-histories.js');
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const streams = await patientStreams(folder, pathway);
    const written = { force, ...given({ umask: session.io.umask }) };
    const { patients, events, dictionary, pieces } = await exportLog(
      () => patientHistories(folder, streams, pathway),
      { format, isComplete: complete, leastPatients, drop: new Set(drop) },
    );
    await streamNewFile(file, pieces, written);
    const beside = complete ? undefined : `${file}.dictionary.csv`;
    if (beside !== undefined) writeNewFile(beside, dictionaryText(dictionary), written);
    const suppressed = dictionary.filter((entry) => entry.suppressed > 0).length;
    const answer = { file, format, patients, events, suppressed, dictionary: beside ?? null };
    await session.answer(answer, (page) => {
      page.line(
        `${counted(patients, 'patient')} and ${counted(events, 'event')} read, written to ${file}.`,
      );
      if (beside === undefined) return page;
      return page.line(
        `Values were left out of ${counted(suppressed, 'field')}: fewer than ${leastPatients} patients have them. ${beside} says of each field what it holds.`,
      );
    });
  });
}

function formatOf(file: string): ExportFormat {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.xes')) return 'xes';
  if (name.endsWith('.csv')) return 'csv';
  if (/[.](jsonocel|ocel|json)$/.test(name)) return 'ocel';
  throw usage(`The format of ${file} cannot be told from its name: give --format.`);
}
