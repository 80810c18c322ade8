/** `stafett pathway publish`: makes a definition count from now on. */
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Problem } from '#pathway';
import type { EntrantsAnswer } from '#projections';
import type { FolderAccess } from '../../../composition/operations/operations.js';
import { hasLog } from '../../../composition/folder/data-folder.js';
import { readText } from '../../files/text-file.js';
import { acceptLossOption } from '../../options/accept-loss.js';
import { authorOf } from '../../options/author.js';
import { given } from '../../options/values.js';
import { examples } from '../../options/examples.js';
import { problemLine } from '../../render/problems.js';
import { now } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';
import { count, counted } from '../../terminal/format.js';

/** Publishing waits no longer for the count of those who enter. */
const COUNTING_MS = 10_000;

interface PublishOptions {
  readonly author?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function addPathwayPublish(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('publish')
    .argument('<file>', 'definition, YAML')
    .summary('publish a definition')
    .description(
      'Checks a definition and publishes it. A published version never changes: to change the content,\n' +
        'raise the version. Publishing the same content again changes nothing. Warnings (see stafett\n' +
        'pathway lint) are shown, but do not prevent publication.',
    )
    .option('--dry-run', 'only check it, and count the known patients who would enter')
    .option('--author <name>', 'who is publishing it (default: the logged-in user)')
    .option('--reason <text>', 'why, for those who read the log later')
    .addOption(acceptLossOption())
    .addHelpText(
      'after',
      examples({
        'publish a pathway': 'stafett pathway publish deploy/pathways/fi-back-pain.yaml',
        'say who and why':
          'stafett pathway publish fi-back-pain.yaml --author "A. Berg" --reason "limit reduced from 8 to 6 weeks"',
      }),
    )
    .action((file: string, options: PublishOptions) => publish(sessionOf(), file, options));
}

async function publish(session: Session, file: string, options: PublishOptions): Promise<void> {
  const yaml = await readText(file);
  const { lintDefinition, readDefinition } = await import('#pathway-language');
  const read = readDefinition(yaml);
  if ('problems' in read) throw invalid(file, read.problems);
  const problems = lintDefinition(yaml);
  // Refused before there is a log, it leaves no folder behind. If there is one, the same
  // text may have been published under milder checks: the engine knows.
  if (!hasLog(session.installation) && problems.some(isError)) {
    throw invalid(file, problems);
  }
  if (options.dryRun === true) {
    if (problems.some(isError)) throw invalid(file, problems);
    return showEntrants(session, yaml);
  }
  const { reason = `from ${basename(file)}` } = options;
  const author = authorOf(options.author);
  const purpose = { kind: 'write', command: 'stafett pathway publish' } as const;
  await withFolder(session, purpose, async (folder) => {
    const entering = folder.served ? await countBriefly(folder, yaml) : undefined;
    const publication = await folder.ask('publish', { yaml, author, reason });
    if (publication.status === 'refused') {
      if (publication.code === 'invalid') throw invalid(file, publication.problems);
      throw new Refused(publication.code, publication.message);
    }
    const warnings = problems.filter((problem) => !isError(problem));
    // With --json they are part of the answer.
    if (!session.json) {
      for (const warning of warnings) session.note(problemLine(file, warning));
    }
    await session.answer({ ...publication, warnings, ...given({ entering }) }, (page, answer) => {
      const { status, id, version, hash, position } = answer;
      if (entering !== undefined && status === 'published') {
        page.line(
          `${count(entering.wouldEnter)} of ${counted(entering.patients, 'known patient')} enter.`,
        );
      }
      return page
        .line(
          status === 'published'
            ? `Published ${id} version ${version}.`
            : `${id} version ${version} had already been published with this content; nothing changed.`,
        )
        .line(page.tone('dim', `position ${position}, SHA-256 ${hash}`));
    });
  });
}

/** Counted by the server's thread of figures; undefined where that takes too long: publishing goes on. */
function countBriefly(folder: FolderAccess, yaml: string): Promise<EntrantsAnswer | undefined> {
  const counting = folder.ask('entrants', { yaml, asOf: now() }).catch(() => undefined);
  return Promise.race([counting, pause(COUNTING_MS, undefined, { ref: false })]);
}

/** Without a log nobody is known, and there is nothing to ask. */
async function showEntrants(session: Session, yaml: string): Promise<void> {
  session.requireFolder();
  await withFolder(session, { kind: 'figures' }, async (folder) => {
    const answer = await folder.ask('entrants', { yaml, asOf: now() });
    await session.answer(answer, (page, { definition: { id, version }, wouldEnter, patients }) =>
      page.line(
        `Nothing was published. By ${id} version ${version}, ${count(wouldEnter)} of ` +
          `${counted(patients, 'known patient')} would enter.`,
      ),
    );
  });
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** All problems at once, each on a line from which an editor can jump to it. */
function invalid(file: string, problems: readonly Problem[]): Refused {
  const lines = problems.map((problem) => `  ${problemLine(file, problem)}`);
  const many = `${file} has ${counted(problems.length, 'problem')}; nothing was published`;
  return new Refused('invalid', `${many}:\n${lines.join('\n')}`, {
    data: { problems },
  });
}
