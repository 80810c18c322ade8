/** `stafett pathway publish`: makes a definition one that counts from now on. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { lintDefinition, readDefinition } from '#pathway-language';
import { type Problem } from '#pathway';
import { authorOf } from '../../options/author.js';
import { Refused } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { problemLine } from '../../render/problems.js';
import { counted } from '../../terminal/format.js';
import type { Session, SessionOf } from '../../session/session.js';
import { readText } from '../../files/text-file.js';

interface PublishOptions {
  readonly author?: string;
  readonly reason?: string;
}

export function addPathwayPublish(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('publish')
    .argument('<file>', 'definition, YAML')
    .summary('publish a definition')
    .description(
      'Checks a definition and publishes it. A published version is never changed: for another\n' +
        'content raise its version. The same content again changes nothing. Warnings (see:\n' +
        'stafett pathway lint) are shown and keep nothing from being published.',
    )
    .option('--author <name>', 'who publishes it (default: who is logged in)')
    .option('--reason <text>', 'why, for those who read the log later')
    .addHelpText(
      'after',
      examples({
        'publish a pathway': 'stafett pathway publish deploy/pathways/back-pain.yaml',
        'say who and why':
          'stafett pathway publish back-pain.yaml --author "A. Berg" --reason "limit from 8 to 6 weeks"',
      }),
    )
    .action((file: string, options: PublishOptions, command: Command) =>
      publish(sessionOf(command), file, options),
    );
}

async function publish(session: Session, file: string, options: PublishOptions): Promise<void> {
  const yaml = await readText(file);
  const read = readDefinition(yaml);
  if ('problems' in read) throw invalid(file, read.problems);
  const { hasLog, openWriter } = await import('../../../composition/index.js');
  const problems = lintDefinition(yaml);
  // Refused before there is a log, it leaves no folder behind. Where there is one, the same
  // text may have been published under milder checks: the engine knows.
  if (!hasLog(session.folder) && problems.some(isError)) {
    throw invalid(file, problems);
  }
  const author = authorOf(options.author);
  const writer = await openWriter(session.folder, { holder: 'stafett pathway publish' });
  try {
    const publication = await writer.engine.publishDefinition(yaml, {
      author,
      reason: options.reason ?? `from ${basename(file)}`,
    });
    if (publication.status === 'refused') {
      if (publication.code === 'invalid') throw invalid(file, publication.problems);
      throw new Refused(publication.code, publication.message);
    }
    const warnings = problems.filter((problem) => !isError(problem));
    // With --json they are part of the answer.
    if (session.options.json !== true) {
      for (const warning of warnings) session.remark(problemLine(file, warning));
    }
    await session.answer({ ...publication, warnings }, (answer, page) => {
      const { status, id, version, hash, position } = answer;
      return page
        .line(
          status === 'published'
            ? `Published ${id} version ${version}.`
            : `${id} version ${version} was already published with this content; nothing changed.`,
        )
        .line(page.tone('dim', `position ${position}, SHA-256 ${hash}`));
    });
  } finally {
    await writer.close();
  }
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** All problems at once, each where an editor can jump to it. */
function invalid(file: string, problems: readonly Problem[]): Refused {
  const lines = problems.map((problem) => `  ${problemLine(file, problem)}`);
  const many = `There ${problems.length === 1 ? 'is' : 'are'} ${counted(problems.length, 'problem')}`;
  return new Refused('invalid', `${many} in ${file}; nothing was published.\n${lines.join('\n')}`, {
    data: { problems },
  });
}
