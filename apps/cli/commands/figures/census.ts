/** `stafett census`: who is on a pathway at a given time. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  evidenceOption,
  type FigureOptions,
} from '../../options/figure-options.js';
import { given, repeatedLimit } from '../../options/values.js';
import { renderCensus } from '../../render/census.js';
import { answerFigure, queryAsOfNow } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

interface CensusOptions extends FigureOptions {
  readonly over?: readonly string[];
  readonly evidence?: number;
}

export function addCensus(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('census')
    .summary('who is on a pathway at a given time')
    .description(
      'Counts the patients who had started a pathway and those still on it at a given time: how long\n' +
        'they had been on it, in which stage, held by whom, and what had last happened to them.',
    );
  addFigureOptions(command, 'now')
    .option(
      '--over <limit>',
      'count open patients who have been on it for longer than this; repeatable (default: 7 and 30 days)',
      repeatedLimit,
    )
    .addOption(evidenceOption('the patients still on it'))
    .addHelpText(
      'after',
      examples({
        'who is on it now': 'stafett census --pathway fi-back-pain',
        'who was on it on 1 July 2014':
          'stafett census --pathway sepsis --as-of 2014-07-01T00:00:00Z',
        'how many have been on it for more than twelve weeks, and who':
          'stafett census --pathway fi-back-pain --over "12 weeks" --evidence 50',
      }),
    )
    .action(async (options: CensusOptions) => {
      const { over, evidence } = options;
      const query = { ...queryAsOfNow(options), ...given({ over, evidence }) };
      await answerFigure(sessionOf(), 'census', query, renderCensus);
    });
}
