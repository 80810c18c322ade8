/** `stafett flow`: which event follows which, how often and after how long. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderFlow } from '../../render/flow.js';
import type { SessionOf } from '../../session/session.js';
import { answerFigure, asked, figureOptions, limitOption, type FigureOptions } from './figure.js';

interface FlowOptions extends FigureOptions {
  readonly limit?: number;
}

const SHOWN = 20;

export function addFlow(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('flow')
    .summary('which event follows which, how often, after how long')
    .description(
      'Shows which event comes straight after which, how often and after how long.\n' +
        'These are steps that were completed; for waits that may not end, see: stafett waits --help',
    );
  figureOptions(command, 'everything there is')
    .addOption(limitOption('kinds of step', SHOWN))
    .addHelpText(
      'after',
      examples({
        'the commonest steps': 'stafett flow --pathway sepsis',
        'all of them, for another program': 'stafett flow --pathway sepsis --json',
      }),
    )
    .action(async (options: FlowOptions, self: Command) => {
      const session = sessionOf(self);
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const query = { ...asked(options), ...(limit === undefined ? {} : { limit }) };
      await answerFigure(session, 'flow', query, renderFlow);
    });
}
