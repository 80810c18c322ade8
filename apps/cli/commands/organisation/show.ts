/** `stafett organisation show`: one organisation, and everything that was ever said of it. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { day } from '../../options/values.js';
import { renderOrganisation } from '../../render/organisations.js';
import { now } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { organisationNamesIn } from '../../session/titles-in.js';

/** @param organisation the command `stafett organisation` */
export function addOrganisationShow(organisation: Command, sessionOf: SessionOf): void {
  organisation
    .command('show')
    .argument('<id>', 'id, or an identifier as "system|value"')
    .summary('show one organisation and its history')
    .description(
      'Shows an organisation as it is on a day: its services, municipalities and identifiers, who took its\n' +
        'place or whose place it took, and every version of it with who recorded it, when and why. What was\n' +
        'corrected is shown, too.',
    )
    .option('--at <day>', 'as it is on that day (default: today)', day)
    .addHelpText(
      'after',
      examples({
        'by its id': 'stafett organisation show oygarden',
        'by what a register calls it': 'stafett organisation show "no-orgnr|964338531"',
        'as it was': 'stafett organisation show fjell --at 2019-06-01',
      }),
    )
    .action((reference: string, { at }: { readonly at?: string }) =>
      show(sessionOf(), reference, at ?? now().slice(0, 10)),
    );
}

async function show(session: Session, reference: string, at: string): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const record = await folder.ask('organisation', { reference, at });
    const names = session.json ? {} : await organisationNamesIn(folder);
    await session.answer(record, (page) => renderOrganisation(page, record, names));
  });
}
