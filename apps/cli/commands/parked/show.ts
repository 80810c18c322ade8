/** `stafett parked show`: all that was ever parked of one patient, and who let it go. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderParked } from '../../render/parked.js';
import type { SessionOf } from '../../session/session.js';

/** @param parked the command `stafett parked` */
export function addParkedShow(parked: Command, sessionOf: SessionOf): void {
  parked
    .command('show')
    .argument('<patient>', 'pseudonym, or "system|value"')
    .summary('what was parked of one patient, and what became of it')
    .description(
      'Shows everything that was ever parked of one patient: the events that could not be worked on,\n' +
        'why, since when, and who had it tried again or gave it up, when and why. What the events say\n' +
        'is shown only with --with-data: it is about a patient’s health.',
    )
    .option('--with-data', 'show what the events say, too')
    .addHelpText(
      'after',
      examples({
        'the record of one patient': 'stafett parked show p2f6…',
        'with what the events say': 'stafett parked show p2f6… --with-data',
      }),
    )
    .action(async (patient: string, options: { readonly withData?: boolean }, command: Command) => {
      const session = sessionOf(command);
      const { readPatient } = await import('#exchange');
      const { ShowParked, ShowParkedHandler } = await import('#engine');
      const { withLog } = await import('../../session/open-folder.js');
      await withLog(session, async ({ store, secret, parked }) => {
        const pseudonym = readPatient(patient, await secret());
        const withData = options.withData === true;
        const handler = new ShowParkedHandler(store, await parked());
        const answer = await handler.execute(new ShowParked(pseudonym, { withData }));
        await session.answer(answer, (told, page) => renderParked(page, told));
      });
    });
}
