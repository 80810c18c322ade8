/** `stafett queues`: who joined, was served and waits, and who was overtaken. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderQueues } from '../../render/queues.js';
import type { SessionOf } from '../../session/session.js';
import {
  answerFigure,
  asked,
  figureOptions,
  limitOption,
  now,
  type FigureOptions,
} from './figure.js';

interface QueuesOptions extends FigureOptions {
  readonly limit?: number;
}

const SHOWN = 20;

export function addQueues(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('queues')
    .summary('who waits in which queue, and who was overtaken')
    .description(
      'Counts who joined each queue of a pathway, was served, left and waits, and lists who was served\n' +
        'before somebody who had joined the same queue earlier and as urgently. Ages are told by group;\n' +
        'groups of fewer than five patients, and what would give them away, are hidden.',
    );
  figureOptions(command, 'now')
    .addOption(limitOption('overtakings', SHOWN))
    .addHelpText(
      'after',
      examples({
        'who was overtaken': 'stafett queues --pathway no-specialist-referral',
        'all of it, for another program': 'stafett queues --pathway no-specialist-referral --json',
      }),
    )
    .action(async (options: QueuesOptions, self: Command) => {
      const session = sessionOf(self);
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const query = {
        ...asked(options),
        asOf: options.asOf ?? now(),
        ...(limit === undefined ? {} : { limit }),
      };
      await answerFigure(session, 'queues', query, renderQueues);
    });
}
