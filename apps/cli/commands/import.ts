/** `stafett import`: imports event files into the log. */
import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { ImportPreview, ImportReport } from '#exchange';
import type { FolderAccess } from '../../composition/operations/operations.js';
import { IMPORT_FORMATS, LIFECYCLES } from '../options/import-choices.js';
import { acceptLossOption } from '../options/accept-loss.js';
import { examples } from '../options/examples.js';
import { given, pathwayId } from '../options/values.js';
import { renderImport, type ImportAnswer } from '../render/import.js';
import { renderPreview } from '../render/import-preview.js';
import { withFolder } from '../session/folder-access.js';
import type { ImportCommandOptions } from '../session/import-files.js';
import type { Session, SessionOf } from '../session/session.js';
import { Refused, usage } from '../terminal/errors.js';
import { EXIT } from '../terminal/exit-codes.js';

export function addImport(program: Command, sessionOf: SessionOf): void {
  program
    .command('import')
    .argument(
      '<file...>',
      'XES, CSV, OCEL 2.0 or NDJSON (one CloudEvent per line), optionally gzipped',
    )
    .summary('import event files into the log')
    .description(
      'Imports event files into the log: XES, CSV, or NDJSON with one CloudEvent per line, optionally\n' +
        'gzipped. Invalid rows go to a rejects file and the rest is imported. Events that are already in\n' +
        'the log are not imported again, so if an import is interrupted, just run it again.',
    )
    .option('--pathway <id>', 'pathway that the events belong to', pathwayId)
    .option(
      '--log <name>',
      'name of the log, from which event ids are derived (default: the pathway, or else the file name)',
    )
    .option(
      '--system <name>',
      'system that issued the patients’ identifiers (default: the name of the log)',
    )
    .option(
      '--map <file>',
      'mapping, YAML: what columns and attributes mean, and which activity is which event type',
    )
    .option('--dry-run', 'show the first rows as events, and record nothing')
    .option(
      '--zone <zone>',
      'IANA time zone of times without a UTC offset, such as Europe/Helsinki',
    )
    .addOption(
      new Option(
        '--lifecycle <which>',
        'of activities that were started and completed: only what is complete (the default where a file ' +
          'has both), all transitions, or both as one event with its duration',
      ).choices(LIFECYCLES),
    )
    .option('--classifier <name>', 'classifier of a XES file that names its activities')
    .option('--object-type <type>', 'object type of an OCEL whose objects are the patients')
    .addOption(
      new Option('--format <format>', 'default: recognised by name and content').choices(
        IMPORT_FORMATS,
      ),
    )
    .option(
      '--accept-change',
      'go on though this log was imported before under another name, for another pathway or system',
    )
    .addOption(acceptLossOption())
    .option(
      '--rejects <file>',
      'where to write invalid rows; must not exist yet (default: in the folder rejects of the data folder)',
    )
    .addHelpText(
      'after',
      examples({
        'a hospital’s event log': 'stafett import Sepsis_Cases-Event_Log.xes.gz --pathway sepsis',
        'a table, with a mapping of its columns':
          'stafett mapping visits.csv > visits.yaml\n' +
          '  $ stafett import visits.csv --map visits.yaml --zone Europe/Oslo --dry-run\n' +
          '  $ stafett import visits.csv --map visits.yaml --zone Europe/Oslo',
        'a table exported by PM4Py, bupaR or Celonis needs none':
          'stafett import log.csv --pathway sepsis',
        'CloudEvents, one per line': 'stafett import 2026-03.ndjson.gz 2026-04.ndjson.gz',
        'then look at one of its patients': 'stafett replay "sepsis|A"',
      }),
    )
    .action((files: readonly string[], options: ImportCommandOptions) =>
      importAll(sessionOf(), files, options),
    );
}

async function importAll(
  session: Session,
  files: readonly string[],
  options: ImportCommandOptions,
): Promise<void> {
  if (options.rejects !== undefined && files.length > 1) {
    throw usage('--rejects names one file, but there are several files to import: leave it out.');
  }
  const mapping = options.map === undefined ? undefined : await readFile(options.map, 'utf8');
  const { checkImport, importEach, importOptions, previewImport } =
    await import('../session/import-files.js');
  if (options.dryRun === true) {
    const previews: ImportPreview[] = [];
    for (const file of files)
      previews.push(await previewImport({ file, ...importOptions(options, mapping) }));
    return session.answer({ files: previews }, (page) => renderPreview(page, previews));
  }
  // What cannot begin is refused before a data folder is made for it.
  for (const file of files) await checkImport({ file, ...importOptions(options, mapping) });
  await withFolder(session, { kind: 'write', command: 'stafett import' }, async (folder) => {
    const { reports, failure } = await importEach(session, folder, { files, options, mapping });
    await answer(session, folder, reports);
    if (failure !== undefined) {
      session.note(
        'The events counted above are in the log. Run the import again to continue from there.',
      );
      throw failure.cause;
    }
    await noteUndefined(session, folder, options.pathway);
    conclude(session, reports);
  });
}

/** Given also if the log failed, which then may not even tell where it ends. */
async function answer(
  session: Session,
  folder: FolderAccess,
  files: readonly ImportReport[],
): Promise<void> {
  const failed = files.some(({ stopped }) => stopped?.code === 'failed');
  const head = folder.ask('head', {});
  const { position } = await (failed ? head.catch(() => ({ position: null })) : head);
  const all: ImportAnswer = { files, position };
  await session.answer(all, (page) => renderImport(page, all, session.folder));
}

async function noteUndefined(
  session: Session,
  folder: FolderAccess,
  pathway: string | undefined,
): Promise<void> {
  if (pathway === undefined || (await folder.ask('texts', { pathway })) !== null) return;
  session.note(
    `No definition of ${pathway} has been published yet, so it has a single stage and no duties. ` +
      'Publish one with: stafett pathway publish FILE.yaml',
  );
}

/** Turns what could not be imported into the exit code, and into an error if the file ended early. */
function conclude(session: Session, reports: readonly ImportReport[]): void {
  for (const { file, stopped } of reports) {
    if (stopped === undefined) continue;
    if (stopped.code !== 'malformed') throw new Refused(stopped.code, stopped.message);
    const { line, column, message } = stopped;
    const location = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
    throw new Refused('malformed-file', `${location}: ${message}`, {
      advice:
        'Everything before this point has been imported. Correct the file and run the same command again.',
      data: { file, line, ...given({ column }) },
    });
  }
  if (reports.some(({ refused }) => refused > 0)) session.endWith(EXIT.rejects);
}
