/** `stafett custody`: who holds the patients, how the baton passed, and where it was not taken. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderCustody } from '../../render/custody.js';
import type { SessionOf } from '../../session/session.js';
import {
  answerFigure,
  asked,
  figureOptions,
  limitOption,
  now,
  type FigureOptions,
} from './figure.js';

interface CustodyOptions extends FigureOptions {
  readonly limit?: number;
}

const SHOWN = 20;

export function addCustody(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('custody')
    .summary('who holds the patients, and where the baton was not taken')
    .description(
      'Says for each service how many patients it holds and for how long it held them, on how many whole\n' +
        'days nothing was done, how the patients came to it, and what became of the offers made to it: open\n' +
        'ones are counted in for as long as they have been out. Lists who was asked and has not answered,\n' +
        'and who holds a patient and did nothing. Somebody is accountable at every instant: the time in\n' +
        'which nobody was is worked out and shown, and must be 0.',
    );
  figureOptions(command, 'now')
    .addOption(limitOption('open offers, and holders who did nothing,', SHOWN))
    .addHelpText(
      'after',
      examples({
        'who holds whom now, and who owes an answer': 'stafett custody --pathway back-pain',
        'as it stood, with what was known then':
          'stafett custody --pathway back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
        'who was asked and stayed silent, for another program':
          "stafett custody --pathway back-pain --json | jq '.openOffers[] | select(.overdueSeconds > 0)'",
      }),
    )
    .action(async (options: CustodyOptions, self: Command) => {
      const session = sessionOf(self);
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const query = {
        ...asked(options),
        asOf: options.asOf ?? now(),
        ...(limit === undefined ? {} : { limit }),
      };
      await answerFigure(session, 'custody', query, renderCustody);
    });
}
