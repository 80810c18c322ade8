/** `stafett flow`: which event follows which, how often and after how long. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  limitOption,
  type FigureOptions,
  type RowsOptions,
} from '../../options/figure-options.js';
import { renderFlow } from '../../render/flow.js';
import { answerFigure, pathwayQuery, rowsQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

export function addFlow(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('flow')
    .summary('which event follows which, how often and after how long')
    .description(
      'Shows which event directly follows which, how often and after how long. Only completed steps are\n' +
        'counted; for waits that may not have ended, see stafett waits --help.',
    );
  addFigureOptions(command, 'everything')
    .addOption(limitOption('kinds of step'))
    .addHelpText(
      'after',
      examples({
        'the most frequent steps': 'stafett flow --pathway sepsis',
        'all of them, for another program': 'stafett flow --pathway sepsis --json',
      }),
    )
    .action(async (options: FigureOptions & RowsOptions) => {
      const session = sessionOf();
      const query = { ...pathwayQuery(options), ...rowsQuery(session, options) };
      await answerFigure(session, 'flow', query, renderFlow);
    });
}
