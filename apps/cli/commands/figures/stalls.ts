/** `stafett stalls`: what should have happened and has not, and who holds the patient. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderStalls } from '../../render/stalls.js';
import type { SessionOf } from '../../session/session.js';
import {
  answerFigure,
  asked,
  figureOptions,
  limitOption,
  now,
  type FigureOptions,
} from './figure.js';

interface StallsOptions extends FigureOptions {
  readonly limit?: number;
}

const SHOWN = 20;

export function addStalls(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('stalls')
    .summary('what should have happened and has not, and who holds it')
    .description(
      'Lists what should have happened and has not: open duties past their due time, offers that nobody\n' +
        'answered in time, and stays in a stage beyond its limit or longer than nine in ten take. Ranked by\n' +
        'how much too long; names who holds the patient, which event is missing and who should send it.',
    );
  figureOptions(command, 'now')
    .addOption(limitOption('stalls', SHOWN))
    .addHelpText(
      'after',
      examples({
        'where it stalls now': 'stafett stalls --pathway back-pain',
        'as it stood, with what was known then':
          'stafett stalls --pathway back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
        'all of it, for another program': 'stafett stalls --pathway sepsis --json',
      }),
    )
    .action(async (options: StallsOptions, self: Command) => {
      const session = sessionOf(self);
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const query = {
        ...asked(options),
        asOf: options.asOf ?? now(),
        ...(limit === undefined ? {} : { limit }),
      };
      await answerFigure(session, 'stalls', query, renderStalls);
    });
}
