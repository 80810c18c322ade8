/** `stafett waits`: how long patients wait from one step to another, including those still waiting. */
import { Option, type Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  addSpellOptions,
  type SpellOptions,
} from '../../options/figure-options.js';
import { given, limit, repeated } from '../../options/values.js';
import { renderWaits } from '../../render/waits.js';
import { answerFigure, pathwayQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

interface WaitsOptions extends SpellOptions {
  readonly to: readonly string[];
  readonly within?: string;
}

export function addWaits(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('waits')
    .summary('how long patients wait from one step to another')
    .description(
      'Shows how long patients wait from one step to another. Those still waiting are included\n' +
        '(Kaplan-Meier), so a queue that nobody leaves does not look short.',
    );
  addSpellOptions(addFigureOptions(command, 'everything'), 'the waits behind the figure')
    .requiredOption(
      '--to <type>',
      'event type that ends the wait; repeatable, whichever comes first counts',
      repeated,
    )
    .addOption(
      new Option('--within <limit>', 'the target to compare with, such as 60m').argParser(limit),
    )
    .addHelpText(
      'after',
      examples({
        'from triage to antibiotics, against a target of one hour':
          'stafett waits --pathway sepsis --from "ER Sepsis Triage" --to "IV Antibiotics" --within 60m',
        'from the first event to whichever release comes first, as it stood in July 2014':
          'stafett waits --pathway sepsis --from @start --to "Release A" --to "Release B" \\\n' +
          '      --as-of 2014-07-01T00:00:00Z',
        'the whole curve, for another program':
          'stafett waits --pathway fi-back-pain --from SymptomOnsetReported --to RehabPlanAgreed --json',
      }),
    )
    .action(async (options: WaitsOptions) => {
      const { from, to, within, censor, evidence } = options;
      const query = { ...pathwayQuery(options), from, to, ...given({ within, censor, evidence }) };
      await answerFigure(sessionOf(), 'waits', query, renderWaits);
    });
}
