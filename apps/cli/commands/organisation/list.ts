/** `stafett organisation list`: which organisations there are on a day. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { knownAtOption, limitOption, type RowsOptions } from '../../options/figure-options.js';
import { day, given } from '../../options/values.js';
import { renderOrganisations } from '../../render/organisations.js';
import { now, rowsQuery } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';

interface ListOptions extends RowsOptions {
  readonly service?: string;
  readonly municipality?: string;
  readonly kind?: string;
  readonly at?: string;
  readonly knownAt?: string;
}

/** @param organisation the command `stafett organisation` */
export function addOrganisationList(organisation: Command, sessionOf: SessionOf): void {
  organisation
    .command('list')
    .summary('list the organisations of a day')
    .description(
      'Lists the organisations that exist on a day, each with its services and the municipalities whose\n' +
        'residents it serves. With --json, the list can be edited and imported again.',
    )
    .option('--service <id>', 'only those that provide this service')
    .option('--municipality <number>', 'only those that serve its residents')
    .option('--kind <kind>', 'only those of this kind, such as hospital')
    .option('--at <day>', 'as they are on that day (default: today)', day)
    .addOption(knownAtOption())
    .addOption(limitOption('organisations'))
    .addHelpText(
      'after',
      examples({
        'which organisations there are': 'stafett organisation list',
        'who rehabilitates the residents of Bergen':
          'stafett organisation list --service rehabilitation --municipality 4601',
        'the municipalities before the reform of 2020':
          'stafett organisation list --kind municipality --at 2019-12-31',
        'all of them, to edit and import': 'stafett organisation list --json > organisations.json',
      }),
    )
    .action((options: ListOptions) => list(sessionOf(), options));
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { service, municipality, kind, at = now().slice(0, 10), knownAt } = options;
  const known = knownAt === undefined ? {} : { knownAt: Date.parse(knownAt) };
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const query = { at, ...given({ service, municipality, kind }), ...known };
    const answer = await folder.ask('organisations', { ...query, ...rowsQuery(session, options) });
    await session.answer(answer, renderOrganisations);
  });
}
