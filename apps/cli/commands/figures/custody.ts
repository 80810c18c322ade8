/** `stafett custody`: who holds the patients, and which handovers wait for an answer. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  limitOption,
  type FigureOptions,
  type RowsOptions,
} from '../../options/figure-options.js';
import { renderCustody } from '../../render/custody.js';
import { answerFigure, queryAsOfNow, rowsQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

export function addCustody(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('custody')
    .summary('who holds the patients, and which handovers wait for an answer')
    .description(
      'Shows for each service how many patients it holds and for how long it has held them, on how many\n' +
        'whole days nothing was reported, how patients came to it, and what became of the handovers\n' +
        'offered to it. Offers that are still open count for as long as they have been open. Lists who has\n' +
        'been asked and has not answered, and who holds a patient without doing anything. Somebody must be\n' +
        'accountable at every moment: the time during which nobody was is computed and shown, and must be 0.',
    );
  addFigureOptions(command, 'now')
    .addOption(limitOption('open offers and idle holders'))
    .addHelpText(
      'after',
      examples({
        'who holds whom now, and who owes an answer': 'stafett custody --pathway back-pain',
        'as it stood on 1 March, from what was known then':
          'stafett custody --pathway back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
        'offers whose answer is overdue, for another program':
          "stafett custody --pathway back-pain --json | jq '.openOffers[] | select(.overdueSeconds > 0)'",
      }),
    )
    .action(async (options: FigureOptions & RowsOptions) => {
      const session = sessionOf();
      const query = { ...queryAsOfNow(options), ...rowsQuery(session, options) };
      await answerFigure(session, 'custody', query, renderCustody);
    });
}
