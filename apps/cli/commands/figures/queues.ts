/** `stafett queues`: who joined, was served and is waiting, and who was overtaken. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  limitOption,
  type FigureOptions,
  type RowsOptions,
} from '../../options/figure-options.js';
import { renderQueues } from '../../render/queues.js';
import { answerFigure, queryAsOfNow, rowsQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

export function addQueues(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('queues')
    .summary('who is waiting in which queue, and who was overtaken')
    .description(
      'Counts who joined each queue of a pathway, who was served, who left and who is still waiting, and\n' +
        'lists patients served before somebody who had joined the same queue earlier with the same urgency.\n' +
        'Ages are reported by group; groups of fewer than five patients, and any figure that would reveal\n' +
        'them, are hidden.',
    );
  addFigureOptions(command, 'now')
    .addOption(limitOption('cases of overtaking'))
    .addHelpText(
      'after',
      examples({
        'who was overtaken': 'stafett queues --pathway no-specialist-referral',
        'everything, for another program': 'stafett queues --pathway no-specialist-referral --json',
      }),
    )
    .action(async (options: FigureOptions & RowsOptions) => {
      const session = sessionOf();
      const query = { ...queryAsOfNow(options), ...rowsQuery(session, options) };
      await answerFigure(session, 'queues', query, renderQueues);
    });
}
