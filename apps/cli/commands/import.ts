/** `stafett import`: files of events into the log. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Option, type Command } from 'commander';
import type { ImportFormat, ImportOptions, ImportReport } from '#exchange';
import type { Writer } from '../../composition/index.js';
import { Refused, usage } from '../terminal/errors.js';
import { examples } from '../options/examples.js';
import { EXIT } from '../terminal/exit-codes.js';
import { renderImport, type ImportAnswer } from '../render/import.js';
import type { Session, SessionOf } from '../session/session.js';
import { pathwayId } from '../options/values.js';

interface ImportCommandOptions {
  readonly pathway?: string;
  readonly log?: string;
  readonly system?: string;
  readonly map?: string;
  readonly zone?: string;
  readonly format?: ImportFormat;
  readonly rejects?: string;
}

export function addImport(program: Command, sessionOf: SessionOf): void {
  program
    .command('import')
    .argument('<file...>', 'XES, CSV or lines of CloudEvents; packed with gzip or not')
    .summary('bring files of events into the log')
    .description(
      'Brings files of events into the log: XES, CSV, or lines of CloudEvents; packed with gzip or not.\n' +
        'Bad rows go to a rejects file and the rest is imported. What is already there is not imported\n' +
        'again, so an import that was cut off is run again and ends as if it had not been.',
    )
    .option('--pathway <id>', 'pathway that the events are for', pathwayId)
    .option(
      '--log <name>',
      'name of the log; ids derive from it (default: the pathway, else the file’s name)',
    )
    .option(
      '--system <name>',
      'who issued the patients’ identifiers (default: the name of the log)',
    )
    .option(
      '--map <file>',
      'mapping, YAML: what the columns of a CSV file mean, which activity is which event type',
    )
    .option('--zone <zone>', 'IANA zone of times without UTC offset, such as Europe/Helsinki')
    .addOption(
      new Option('--format <format>', 'default: by the name and the content').choices([
        'xes',
        'csv',
        'ndjson',
      ]),
    )
    .option(
      '--rejects <file>',
      'where bad rows go; must not be there yet (default: into the folder rejects of the data folder)',
    )
    .addHelpText(
      'after',
      examples({
        'a hospital’s log': 'stafett import Sepsis_Cases-Event_Log.xes.gz --pathway sepsis',
        'a table, with the meaning of its columns':
          'stafett import visits.csv --map visits.yaml --zone Europe/Oslo',
        'lines of CloudEvents': 'stafett import 2026-03.ndjson.gz 2026-04.ndjson.gz',
        'afterwards, one of its patients': 'stafett replay "sepsis|A"',
      }),
    )
    .action((files: readonly string[], options: ImportCommandOptions, command: Command) =>
      importAll(sessionOf(command), files, options),
    );
}

async function importAll(
  session: Session,
  files: readonly string[],
  options: ImportCommandOptions,
): Promise<void> {
  if (options.rejects !== undefined && files.length > 1) {
    throw usage('--rejects names one file, and there are several to import: leave it out.');
  }
  const mapping = options.map === undefined ? undefined : await readFile(options.map, 'utf8');
  const { checkImport, ImportFailed } = await import('#exchange');
  // What cannot begin is refused before a data folder is made for it.
  for (const file of files) await checkImport({ file, ...asked(options, mapping) });
  const { openWriter } = await import('../../composition/index.js');
  const writer = await openWriter(session.folder, { holder: 'stafett import' });
  const stop = new AbortController();
  void session.io.stopAsked().then(() => {
    session.remark('Stopping: what is on its way is finished first.');
    stop.abort();
  });
  try {
    const reports: ImportReport[] = [];
    let failure: InstanceType<typeof ImportFailed> | undefined;
    for (const [index, file] of files.entries()) {
      try {
        const one = { file, index, mapping, signal: stop.signal };
        reports.push(await importOne(session, writer, options, one));
      } catch (error) {
        if (!(error instanceof ImportFailed)) throw error;
        failure = error;
        reports.push(error.report);
      }
      if (reports.at(-1)?.stopped !== undefined) break;
    }
    await answer(session, writer, reports);
    if (failure !== undefined) {
      session.remark(
        'What is counted above is in the log: run it again, and it goes on from there.',
      );
      throw failure.cause;
    }
    remarkUndefined(session, writer, options.pathway);
    conclude(session, reports);
  } finally {
    await writer.close();
  }
}

/** What is told also after the log failed, which may not even say where it ends. */
async function answer(
  session: Session,
  { store }: Writer,
  files: readonly ImportReport[],
): Promise<void> {
  const failed = files.some(({ stopped }) => stopped?.code === 'failed');
  const head = failed ? store.head().catch(() => undefined) : store.head();
  const all: ImportAnswer = { files, position: (await head) ?? null };
  await session.answer(all, (told, page) => renderImport(page, told, session.folder));
}

/** The options as the importer takes them. */
function asked(
  { pathway, log, system, zone, format, rejects }: ImportCommandOptions,
  mapping: string | undefined,
): Omit<ImportOptions, 'file' | 'secret' | 'sink'> {
  return {
    ...(mapping === undefined ? {} : { mapping }),
    ...(pathway === undefined ? {} : { pathway }),
    ...(log === undefined ? {} : { log }),
    ...(system === undefined ? {} : { system }),
    ...(zone === undefined ? {} : { zone }),
    ...(format === undefined ? {} : { format }),
    ...(rejects === undefined ? { replaceRejects: true } : { rejects }),
  };
}

interface OneImport {
  readonly file: string;
  /** Which of the files it is, from 0. */
  readonly index: number;
  readonly mapping: string | undefined;
  readonly signal: AbortSignal;
}

async function importOne(
  session: Session,
  writer: Writer,
  options: ImportCommandOptions,
  { file, index, mapping, signal }: OneImport,
): Promise<ImportReport> {
  const { importFile } = await import('#exchange');
  const progress = await session.progress(basename(file));
  try {
    return await importFile({
      file,
      signal,
      secret: writer.secret,
      sink: writer.engine,
      rejects: options.rejects ?? rejectsPath(writer, file, index),
      ...asked(options, mapping),
      onProgress: ({ bytes, bytesTotal, events }) =>
        progress.update({
          done: events,
          unit: 'events',
          ...(bytesTotal > 0 ? { share: bytes / bytesTotal } : {}),
        }),
    });
  } finally {
    progress.stop();
  }
}

/** Rejects may hold personal data as the file did: they stay in the data folder. */
function rejectsPath({ folder }: Writer, file: string, index: number): string {
  mkdirSync(folder.rejects, { recursive: true, mode: 0o700 });
  const number = index === 0 ? '' : `.${index + 1}`;
  return join(folder.rejects, `${basename(file)}${number}.rejects.ndjson`);
}

function remarkUndefined(session: Session, { engine }: Writer, pathway: string | undefined): void {
  if (pathway === undefined || engine.definitions().some(({ id }) => id === pathway)) return;
  session.remark(
    `No definition of ${pathway} is published yet, so it has one stage and no duties: stafett pathway publish FILE.yaml`,
  );
}

/** Turns what could not be imported into the exit code, and into an error where the file ended early. */
function conclude(session: Session, reports: readonly ImportReport[]): void {
  for (const { file, stopped } of reports) {
    if (stopped === undefined) continue;
    if (stopped.code !== 'malformed') throw new Refused(stopped.code, stopped.message);
    const { line, column, message } = stopped;
    const place = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
    throw new Refused('malformed-file', `${place}: ${message}`, {
      advice:
        'What stood before this place was imported. Mend the file and run the same command again.',
      data: { file, line, ...(column === undefined ? {} : { column }) },
    });
  }
  if (reports.some(({ refused }) => refused > 0)) session.endWith(EXIT.rejects);
}
