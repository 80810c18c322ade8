/** `stafett pathway migrate`: moves open episodes to another version, or shows what that would change. */
import type { Command } from 'commander';
import { acceptLossOption } from '../../options/accept-loss.js';
import { authorOf } from '../../options/author.js';
import { examples } from '../../options/examples.js';
import { limitOption, type RowsOptions } from '../../options/figure-options.js';
import { wholeNumber } from '../../options/values.js';
import { renderMigration } from '../../render/migration.js';
import { answerFigure, now, rowsQuery } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused, usage } from '../../terminal/errors.js';

interface MigrateOptions extends RowsOptions {
  readonly to: number;
  readonly dryRun?: boolean;
  readonly author?: string;
  readonly reason?: string;
}

/** @param pathway the command `stafett pathway` */
export function addPathwayMigrate(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('migrate')
    .argument('<id>', 'pathway; stafett pathway list shows them')
    .summary('move open episodes to another version')
    .description(
      'Moves all open episodes to a published version. Otherwise an episode stays with the version under\n' +
        'which it began. Nothing that was recorded is changed: the assessment is computed anew from the\n' +
        'facts, and the log shows what was decided before and after.',
    )
    .requiredOption('--to <version>', 'version to move to', wholeNumber(1, 1_000_000))
    .option('--dry-run', 'only show for whom something would change, in totals and one by one')
    .addOption(limitOption('episodes of the dry run'))
    .option('--author <name>', 'who decided this (default: the logged-in user)')
    .option('--reason <text>', 'why, for those who read the log later')
    .addOption(acceptLossOption())
    .addHelpText(
      'after',
      examples({
        'see whom it would make late, and whom not any more':
          'stafett pathway migrate fi-back-pain --to 2 --dry-run',
        'the totals alone':
          'stafett pathway migrate fi-back-pain --to 2 --dry-run --json | jq .totals',
        'then migrate them':
          'stafett pathway migrate fi-back-pain --to 2 --author "A. Berg" --reason "shorter limit for everyone"',
      }),
    )
    .action(async (id: string, options: MigrateOptions) => {
      const session = sessionOf();
      if (options.dryRun === true) {
        const query = { pathway: id, version: options.to, asOf: now() };
        const rows = rowsQuery(session, options);
        await answerFigure(session, 'migration', () => ({ ...query, ...rows }), renderMigration);
      } else if (options.limit !== undefined) {
        throw usage('--limit applies to --dry-run; a migration moves all open episodes.');
      } else await migrate(session, id, options);
    });
}

async function migrate(session: Session, id: string, options: MigrateOptions): Promise<void> {
  const { to, reason = `to version ${to}` } = options;
  const author = authorOf(options.author);
  session.requireFolder();
  const purpose = { kind: 'write', command: 'stafett pathway migrate' } as const;
  await withFolder(session, purpose, async (folder) => {
    const migrated = await folder.ask('migrate', { id, to, author, reason });
    if (migrated.status === 'refused') throw new Refused(migrated.code, migrated.message);
    await session.answer(migrated, (page, { status, version, position }) =>
      page
        .line(
          status === 'migrated'
            ? `Open episodes of ${id} now continue under version ${version}.`
            : `${id} had already been migrated to version ${version}, and nothing has been reported since; nothing changed.`,
        )
        .line(page.tone('dim', `position ${position}`)),
    );
  });
}
