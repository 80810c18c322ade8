/** `stafett organisation import`: fills the directory from a file, or says what that would change. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { JsonObject } from '#care-event';
import type { CheckedOrganisations, ImportRefusal } from '#engine';
import type { OrganisationFile, RowProblem } from '#exchange';
import { hasLog } from '../../../composition/folder/data-folder.js';
import { acceptLossOption } from '../../options/accept-loss.js';
import { authorOf } from '../../options/author.js';
import { examples } from '../../options/examples.js';
import { renderChanges } from '../../render/organisation-changes.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';
import { counted } from '../../terminal/format.js';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly author?: string;
  readonly reason?: string;
}

/** Problems that are printed; with --json all of them are. */
const PROBLEMS_LISTED = 50;

/** @param organisation the command `stafett organisation` */
export function addOrganisationImport(organisation: Command, sessionOf: SessionOf): void {
  organisation
    .command('import')
    .argument('<file>', 'CSV or JSON, optionally gzipped')
    .summary('import organisations from a file')
    .description(
      'Imports organisations into the directory. The first row of a CSV file names its columns: id, name,\n' +
        'kind and level are required; municipalities, services and identifiers are lists; validFrom, validTo\n' +
        'and replacedBy are for what changes in time. An identifier may have a column of its own, such as\n' +
        'no-orgnr. JSON is a list of objects with the same fields.\n\n' +
        'The whole file is checked first. If anything in it is wrong, each fault is named with its row and\n' +
        'column and nothing is recorded. Importing the same file again changes nothing. A row with a\n' +
        'validFrom that the organisation does not have yet is a new version of it; one that it has is\n' +
        'replaced, and what it said before stays in the log.',
    )
    .option('--dry-run', 'only check the file, and show what would change')
    .option('--author <name>', 'who is importing it (default: the logged-in user)')
    .option('--reason <text>', 'why, for those who read the log later')
    .addOption(acceptLossOption())
    .addHelpText(
      'after',
      examples({
        'check a file, and see what would change':
          'stafett organisation import municipalities.csv --dry-run',
        'import it': 'stafett organisation import municipalities.csv',
        'say who and why':
          'stafett organisation import merged-2020.csv --author "A. Berg" --reason "reform of 2020"',
        'then see who serves a municipality':
          'stafett organisation list --municipality 4601 --service rehabilitation',
      }),
    )
    .action((file: string, options: ImportOptions) =>
      options.dryRun === true ? dryRun(sessionOf(), file) : importFile(sessionOf(), file, options),
    );
}

async function dryRun(session: Session, file: string): Promise<void> {
  const read = await readFile(session, file);
  const checked = await check(session, file, read);
  await session.answer(checked, (page) => renderChanges(page, checked));
}

async function importFile(session: Session, file: string, options: ImportOptions): Promise<void> {
  const read = await readFile(session, file);
  // Refused before there is a log, it leaves no folder behind; and all faults are named at once.
  if (read.problems.length > 0 || !hasLog(session.installation)) await check(session, file, read);
  const { reason = `from ${basename(file)}` } = options;
  const author = authorOf(options.author);
  const purpose = { kind: 'write', command: 'stafett organisation import' } as const;
  await withFolder(session, purpose, async (folder) => {
    const organisations = statedIn(read);
    const imported = await folder.ask('importOrganisations', { organisations, author, reason });
    if (imported.status === 'refused') throw refused(file, read, imported);
    await session.answer(imported, (page) => renderChanges(page, imported));
  });
}

async function readFile(session: Session, file: string): Promise<OrganisationFile> {
  const { readOrganisationFile } = await import('#exchange');
  const progress = await session.progress(basename(file));
  try {
    return await readOrganisationFile(file, {
      onProgress: ({ rows, ...share }) =>
        progress.update({ done: rows, unit: 'organisations', ...share }),
    });
  } finally {
    progress.stop();
  }
}

function statedIn({ rows }: OrganisationFile): readonly JsonObject[] {
  return rows.map(({ stated }) => stated);
}

/** What it would change; without a log, as if the directory were empty. @throws Refused */
async function check(
  session: Session,
  file: string,
  read: OrganisationFile,
): Promise<CheckedOrganisations> {
  const organisations = statedIn(read);
  const { checkOrganisations } = await import('#engine');
  const checked = hasLog(session.installation)
    ? await withFolder(session, { kind: 'log' }, (folder) =>
        folder.ask('checkOrganisations', { organisations }),
      )
    : await checkOrganisations(organisations, []);
  if (checked.status === 'refused') throw refused(file, read, checked);
  if (read.problems.length > 0) throw withProblems(file, read, read.problems);
  return checked;
}

function refused(
  file: string,
  read: OrganisationFile,
  { code, message, problems }: ImportRefusal,
): Refused {
  if (problems.length === 0) return new Refused(code, message);
  const ofRows = problems.flatMap(({ index, path, message }): RowProblem[] => {
    const row = read.rows[index];
    return row === undefined ? [] : [{ row: row.row, column: row.columnOf(path), message }];
  });
  return withProblems(file, read, [...read.problems, ...ofRows]);
}

/** Each fault on a line; of a CSV file an editor can jump to it. */
function withProblems(
  file: string,
  { format }: OrganisationFile,
  all: readonly RowProblem[],
): Refused {
  const problems = all.toSorted((a, b) => a.row - b.row);
  const lines = problems.slice(0, PROBLEMS_LISTED).map(({ row, column, message }) => {
    const place = format === 'csv' ? `${file}:${row}` : `${file}, organisation ${row}`;
    return `  ${place}: ${column === '' ? '' : `${column}: `}${message}`;
  });
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`  and ${counted(more, 'other')}; --json prints all of them`);
  const many = `${file} has ${counted(problems.length, 'problem')}; nothing was recorded`;
  return new Refused('invalid', `${many}:\n${lines.join('\n')}`, {
    data: { problems },
    advice: 'Correct these rows and run the same command again.',
  });
}
