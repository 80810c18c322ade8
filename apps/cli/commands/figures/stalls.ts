/** `stafett stalls`: what should have happened and has not, and who holds the patient. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  limitOption,
  type FigureOptions,
  type RowsOptions,
} from '../../options/figure-options.js';
import { renderStalls } from '../../render/stalls.js';
import { answerFigure, queryAsOfNow, rowsQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

export function addStalls(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('stalls')
    .summary('what is overdue, who holds the patient, and what is missing')
    .description(
      'Lists what should have happened and has not: duties past their due time, offers not answered in\n' +
        'time, and patients who have been in a stage beyond its limit or for longer than nine out of ten\n' +
        'are. The longest overdue comes first. Shows who holds the patient, which event is missing and who\n' +
        'should send it.',
    );
  addFigureOptions(command, 'now')
    .addOption(limitOption('stalls'))
    .addHelpText(
      'after',
      examples({
        'what is stalled now': 'stafett stalls --pathway fi-back-pain',
        'as it stood on 1 March, from what was known then':
          'stafett stalls --pathway fi-back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
        'everything, for another program': 'stafett stalls --pathway sepsis --json',
      }),
    )
    .action(async (options: FigureOptions & RowsOptions) => {
      const session = sessionOf();
      const query = { ...queryAsOfNow(options), ...rowsQuery(session, options) };
      await answerFigure(session, 'stalls', query, renderStalls);
    });
}
