/** `stafett waits`: how long from one step to another, those still waiting counted in. */
import { Option, type Command } from 'commander';
import type { Censoring } from '#projections';
import { examples } from '../../options/examples.js';
import { renderWaits } from '../../render/waits.js';
import type { SessionOf } from '../../session/session.js';
import { beginning, limit, repeated } from '../../options/values.js';
import {
  answerFigure,
  asked,
  evidenceOption,
  figureOptions,
  type FigureOptions,
} from './figure.js';

interface WaitsOptions extends FigureOptions {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly within?: string;
  readonly censor?: Censoring;
  readonly evidence?: number;
}

/** Where a wait that has not ended is cut off; `waits` and `outcomes` take it alike. */
export function censorOption(): Option {
  return new Option(
    '--censor <where>',
    'cut a wait without an end off at the last-event known of the patient, or at the as-of instant ' +
      '(default: as-of when --as-of is given)',
  ).choices(['last-event', 'as-of']);
}

export function addWaits(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('waits')
    .summary('how long from one step to another')
    .description(
      'Answers how long patients wait from one step to another. Those still waiting are counted in\n' +
        '(Kaplan-Meier), so that a queue which nobody leaves does not look short.',
    );
  figureOptions(command, 'everything there is')
    .requiredOption(
      '--from <type>',
      'event type that begins the wait, or @start alone; repeatable',
      beginning,
    )
    .requiredOption(
      '--to <type>',
      'event type that ends it; repeatable, the first counts',
      repeated,
    )
    .addOption(
      new Option('--within <limit>', 'the standard to hold it against, such as 60m').argParser(
        limit,
      ),
    )
    .addOption(censorOption())
    .addOption(evidenceOption('the waits behind the figure'))
    .addHelpText(
      'after',
      examples({
        'from triage to antibiotics, held against one hour':
          'stafett waits --pathway sepsis --from "ER Sepsis Triage" --to "IV Antibiotics" --within 60m',
        'from the first event to whichever release comes first, as it stood in July 2014':
          'stafett waits --pathway sepsis --from @start --to "Release A" --to "Release B" \\\n' +
          '      --as-of 2014-07-01T00:00:00Z',
        'the whole curve, for another program':
          'stafett waits --pathway back-pain --from SymptomOnsetReported --to RehabPlanAgreed --json',
      }),
    )
    .action(async (options: WaitsOptions, self: Command) => {
      const { from, to, within, censor, evidence } = options;
      const query = {
        ...asked(options),
        from,
        to,
        ...(within === undefined ? {} : { within }),
        ...(censor === undefined ? {} : { censor }),
        ...(evidence === undefined ? {} : { evidence }),
      };
      await answerFigure(sessionOf(self), 'waits', query, renderWaits);
    });
}
