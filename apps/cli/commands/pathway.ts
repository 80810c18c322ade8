/** `stafett pathway`: publish definitions, list what is published. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Problem } from '#pathway';
import { Refused } from '../errors.js';
import { examples } from '../examples.js';
import type { Session, SessionOf } from '../session.js';

interface PublishOptions {
  readonly author?: string;
  readonly reason?: string;
}

export function addPathway(program: Command, sessionOf: SessionOf): void {
  const pathway = program
    .command('pathway')
    .summary('publish pathway definitions, list them')
    .description('Publishes pathway definitions and lists those published.');
  pathway
    .command('publish')
    .argument('<file>', 'definition, YAML')
    .summary('publish a definition')
    .description(
      'Checks a definition and publishes it. A published version is never changed: for another\n' +
        'content raise its version. The same content again changes nothing.',
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
  pathway
    .command('list')
    .summary('list published pathways')
    .description('Lists the newest version of every published pathway.')
    .addHelpText('after', examples({ 'what is published here': 'stafett pathway list' }))
    .action((_options: unknown, command: Command) => list(sessionOf(command)));
}

async function publish(session: Session, file: string, options: PublishOptions): Promise<void> {
  const yaml = await readFile(file, 'utf8');
  const { openWriter } = await import('../../compose/index.js');
  const writer = await openWriter(session.folder, { holder: 'stafett pathway publish' });
  try {
    const publication = await writer.engine.publishDefinition(yaml, {
      author: options.author ?? userInfo().username,
      reason: options.reason ?? `from ${basename(file)}`,
    });
    if (publication.status === 'refused') {
      if (publication.code === 'invalid') throw invalid(file, publication.problems);
      throw new Refused(publication.code, publication.message);
    }
    await session.answer(publication, ({ status, id, version, hash, position }, page) =>
      page
        .line(
          status === 'published'
            ? `Published ${id} version ${version}.`
            : `${id} version ${version} was already published with this content; nothing changed.`,
        )
        .line(page.tone('dim', `position ${position}, SHA-256 ${hash}`)),
    );
  } finally {
    await writer.close();
  }
}

/** All problems at once, each where an editor can jump to it. */
function invalid(file: string, problems: readonly Problem[]): Refused {
  const lines = problems.map(({ line, column, path, code, message, advice }) => {
    const where = `${file}:${line}:${column}`;
    const what = path === '' ? message : `${path}: ${message}`;
    return `  ${where}: ${what}${advice === undefined ? '' : ` (${advice})`} [${code}]`;
  });
  const many = problems.length === 1 ? 'is 1 problem' : `are ${problems.length} problems`;
  return new Refused(
    'invalid',
    `There ${many} in ${file}; nothing was published.\n${lines.join('\n')}`,
    {
      data: { problems },
    },
  );
}

async function list(session: Session): Promise<void> {
  const { withLog } = await import('../reports.js');
  await withLog(session, async ({ registry, store }) => {
    const pathways = registry.inForce().map(({ definition, hash }) => ({
      id: definition.id,
      version: definition.version,
      title: definition.title,
      zone: definition.zone,
      stages: definition.stages.length,
      duties: definition.duties.length,
      hash,
    }));
    await session.answer({ pathways, position: (await store.head()) ?? null }, (answer, page) => {
      if (answer.pathways.length === 0) {
        return page.line('No pathway is published here yet: stafett pathway publish FILE.yaml');
      }
      return page.table(
        [
          { title: 'pathway' },
          { title: 'version', right: true },
          { title: 'stages', right: true },
          { title: 'duties', right: true },
          { title: 'zone' },
          { title: 'title' },
        ],
        answer.pathways.map(({ id, version, stages, duties, zone, title }) => [
          id,
          String(version),
          String(stages),
          String(duties),
          zone,
          title,
        ]),
      );
    });
  });
}
