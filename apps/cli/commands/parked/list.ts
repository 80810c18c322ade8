/** `stafett parked list`: whose sequences are parked now. */
import { Option, type Command } from 'commander';
import { PROCESSORS, type Processor } from '#care-event';
import { examples } from '../../options/examples.js';
import { renderParkedList } from '../../render/parked.js';
import type { SessionOf } from '../../session/session.js';
import { limitOption } from '../figures/figure.js';

interface ListOptions {
  readonly processor?: Processor;
  readonly limit?: number;
}

const SHOWN = 20;

/** @param parked the command `stafett parked` */
export function addParkedList(parked: Command, sessionOf: SessionOf): void {
  parked
    .command('list')
    .summary('what is parked now, the longest first')
    .description(
      'Lists what is parked now, the longest first: for which piece of work, whose sequence, at which\n' +
        'event, why, and which time it is that this event was parked. Reads the log beside a server.',
    )
    .addOption(
      new Option('--processor <name>', 'only what is parked for this piece of work').choices(
        PROCESSORS,
      ),
    )
    .addOption(limitOption('sequences', SHOWN))
    .addHelpText(
      'after',
      examples({
        'is anything parked': 'stafett parked list',
        'only handovers': 'stafett parked list --processor handovers',
        'all of it, for another program': 'stafett parked list --json',
      }),
    )
    .action(async (options: ListOptions, command: Command) => {
      const session = sessionOf(command);
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const { processor } = options;
      const { ListParked, ListParkedHandler } = await import('#engine');
      const { withLog } = await import('../../session/open-folder.js');
      await withLog(session, async ({ parked }) => {
        const query = new ListParked({
          ...(processor === undefined ? {} : { processor }),
          ...(limit === undefined ? {} : { limit }),
        });
        const list = await new ListParkedHandler(await parked()).execute(query);
        await session.answer(list, (answer, page) => renderParkedList(page, answer));
      });
    });
}
