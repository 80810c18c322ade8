/** `stafett outcomes`: which of several exits comes first, for how many, by when. */
import type { Command } from 'commander';
import type { Cause, Censoring } from '#projections';
import { usage } from '../../terminal/errors.js';
import { examples } from '../../options/examples.js';
import { renderOutcomes } from '../../render/outcomes.js';
import type { SessionOf } from '../../session/session.js';
import { beginning, repeated, repeatedLimit } from '../../options/values.js';
import {
  answerFigure,
  asked,
  evidenceOption,
  figureOptions,
  type FigureOptions,
} from './figure.js';
import { censorOption } from './waits.js';

interface OutcomesOptions extends FigureOptions {
  readonly from: readonly string[];
  readonly cause: readonly string[];
  readonly at: readonly string[];
  readonly censor?: Censoring;
  readonly evidence?: number;
}

export function addOutcomes(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('outcomes')
    .summary('which of several exits comes first, by when')
    .description(
      'Answers which of several exits came first, for what share of patients, by given times.\n' +
        'The exits compete, and patients without any are counted in (Aalen-Johansen).',
    );
  figureOptions(command, 'everything there is')
    .requiredOption(
      '--from <type>',
      'event type that begins, or @start alone; repeatable',
      beginning,
    )
    .requiredOption(
      '--cause <name=types>',
      'an exit: NAME=TYPE or "NAME=TYPE|TYPE"; repeatable',
      repeated,
    )
    .requiredOption(
      '--at <limit>',
      'time since the beginning, such as 4h; repeatable',
      repeatedLimit,
    )
    .addOption(censorOption())
    .addOption(evidenceOption('the patients behind the figure'))
    .addHelpText(
      'after',
      examples({
        'ward, intensive care or home, after one and four hours':
          'stafett outcomes --pathway sepsis --from @start --cause "NC=Admission NC" \\\n' +
          '      --cause "IC=Admission IC" --cause "REL=Release A|Release B" --at 1h --at 4h',
        'plan or specialist first':
          'stafett outcomes --pathway back-pain --from SymptomOnsetReported --cause PLAN=RehabPlanAgreed \\\n' +
          '      --cause SPECIALIST=ReferralSent --at "6 weeks" --at "12 weeks"',
      }),
    )
    .action(async (options: OutcomesOptions, self: Command) => {
      const { from, cause, at, censor, evidence } = options;
      const query = {
        ...asked(options),
        from,
        causes: await readCauses(cause),
        at,
        ...(censor === undefined ? {} : { censor }),
        ...(evidence === undefined ? {} : { evidence }),
      };
      await answerFigure(sessionOf(self), 'outcomes', query, renderOutcomes);
    });
}

/** Loaded only when asked: help has no need of the read models. */
async function readCauses(texts: readonly string[]): Promise<readonly Cause[]> {
  const { parseCause } = await import('#projections');
  const causes = texts.map((text) => {
    const cause = parseCause(text);
    if (cause !== undefined) return cause;
    throw usage(`--cause ${text}: write a cause as NAME=TYPE or "NAME=TYPE|TYPE|TYPE".`);
  });
  const labels = causes.map(({ label }) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice === undefined) return causes;
  throw usage(`Cause ${twice} is there twice; write its types as "${twice}=TYPE|TYPE".`);
}
