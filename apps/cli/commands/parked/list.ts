/** `stafett parked list`: which sequences are parked now. */
import { Option, type Command } from 'commander';
import { PROCESSORS, type Processor } from '#care-event';
import { examples } from '../../options/examples.js';
import { limitOption, type RowsOptions } from '../../options/figure-options.js';
import { given } from '../../options/values.js';
import { renderParkedList } from '../../render/parked.js';
import { rowsQuery } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';

interface ListOptions extends RowsOptions {
  readonly processor?: Processor;
}

/** @param parked the command `stafett parked` */
export function addParkedList(parked: Command, sessionOf: SessionOf): void {
  parked
    .command('list')
    .summary('what is parked now, the longest first')
    .description(
      'Lists the sequences that are parked now, the longest first: for which processor, which patient, at\n' +
        'which event, why, and how many times this event has been parked. Records from Kafka that could not\n' +
        'be taken follow: topic, partition and offset, and why.',
    )
    .addOption(
      new Option('--processor <name>', 'only what is parked for this processor').choices(
        PROCESSORS,
      ),
    )
    .addOption(limitOption('sequences'))
    .addHelpText(
      'after',
      examples({
        'whether anything is parked': 'stafett parked list',
        'only handovers': 'stafett parked list --processor handovers',
        'everything, for another program': 'stafett parked list --json',
      }),
    )
    .action((options: ListOptions) => list(sessionOf(), options));
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { processor } = options;
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const query = { ...given({ processor }), ...rowsQuery(session, options) };
    const list = await folder.ask('parkedList', query);
    const records = await folder.ask('setAsideList', given({ limit: query.limit }));
    await session.answer({ ...list, records }, renderParkedList);
  });
}
