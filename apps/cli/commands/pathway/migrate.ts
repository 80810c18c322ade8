/** `stafett pathway migrate`: moves open episodes to another version, or shows what that would change. */
import type { Command } from 'commander';
import { authorOf } from '../../options/author.js';
import { Refused } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { renderMigration } from '../../render/migration.js';
import type { Session, SessionOf } from '../../session/session.js';
import { wholeNumber } from '../../options/values.js';
import { answerFigure, now } from '../figures/figure.js';

interface MigrateOptions {
  readonly to: number;
  readonly dryRun?: boolean;
  readonly author?: string;
  readonly reason?: string;
}

/** @param pathway the command `stafett pathway` */
export function addPathwayMigrate(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('migrate')
    .argument('<id>', 'pathway, see: stafett pathway list')
    .summary('move open episodes to another version')
    .description(
      'Moves all episodes that are open now to a published version. Without it, an episode stays with\n' +
        'the version it began under. Nothing recorded is changed: what follows from the facts is worked\n' +
        'out anew, and the log shows what was decided before and after.',
    )
    .requiredOption('--to <version>', 'version to move to', wholeNumber(1, 1_000_000))
    .option('--dry-run', 'only show which episodes would change, and how')
    .option('--author <name>', 'who decided it (default: who is logged in)')
    .option('--reason <text>', 'why, for those who read the log later')
    .addHelpText(
      'after',
      examples({
        'see who would change, and how': 'stafett pathway migrate back-pain --to 2 --dry-run',
        'then do it':
          'stafett pathway migrate back-pain --to 2 --author "A. Berg" --reason "shorter limit for all"',
      }),
    )
    .action(async (id: string, options: MigrateOptions, command: Command) => {
      const session = sessionOf(command);
      if (options.dryRun === true) {
        const query = { pathway: id, version: options.to, asOf: now() };
        await answerFigure(session, 'migration', query, renderMigration);
      } else await migrate(session, id, options);
    });
}

async function migrate(session: Session, id: string, options: MigrateOptions): Promise<void> {
  const { to, reason = `to version ${to}` } = options;
  const author = authorOf(options.author);
  const { requireFolder } = await import('../../session/open-folder.js');
  requireFolder(session.folder);
  const { openWriter } = await import('../../../composition/index.js');
  const writer = await openWriter(session.folder, { holder: 'stafett pathway migrate' });
  try {
    const migrated = await writer.engine.migratePathway(id, to, { author, reason });
    if (migrated.status === 'refused') throw new Refused(migrated.code, migrated.message);
    await session.answer(migrated, ({ status, version, position }, page) =>
      page
        .line(
          status === 'migrated'
            ? `Episodes of ${id} that are open go on under version ${version}.`
            : `${id} was already migrated to version ${version}, and nothing was reported since; nothing changed.`,
        )
        .line(page.tone('dim', `position ${position}`)),
    );
  } finally {
    await writer.close();
  }
}
