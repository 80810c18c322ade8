/** `stafett census`: who is on the pathway at an instant. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderCensus } from '../../render/census.js';
import type { SessionOf } from '../../session/session.js';
import { repeatedLimit } from '../../options/values.js';
import {
  answerFigure,
  asked,
  evidenceOption,
  figureOptions,
  now,
  type FigureOptions,
} from './figure.js';

interface CensusOptions extends FigureOptions {
  readonly over?: readonly string[];
  readonly evidence?: number;
}

export function addCensus(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('census')
    .summary('who is on a pathway at an instant')
    .description(
      'Counts who had started a pathway by an instant, who was still on it, for how long already,\n' +
        'and what had happened to them last.',
    );
  figureOptions(command, 'now')
    .option(
      '--over <limit>',
      'count the open ones older than this; repeatable (default: 7 and 30 days)',
      repeatedLimit,
    )
    .addOption(evidenceOption('the open patients'))
    .addHelpText(
      'after',
      examples({
        'who is on it now': 'stafett census --pathway back-pain',
        'who was on it on 1 July 2014':
          'stafett census --pathway sepsis --as-of 2014-07-01T00:00:00Z',
        'how many for longer than twelve weeks, and who':
          'stafett census --pathway back-pain --over "12 weeks" --evidence 50',
      }),
    )
    .action(async (options: CensusOptions, self: Command) => {
      const { over, evidence } = options;
      const query = {
        ...asked(options),
        asOf: options.asOf ?? now(),
        ...(over === undefined ? {} : { over }),
        ...(evidence === undefined ? {} : { evidence }),
      };
      await answerFigure(sessionOf(self), 'census', query, renderCensus);
    });
}
