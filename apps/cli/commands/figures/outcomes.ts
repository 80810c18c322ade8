/** `stafett outcomes`: which of several outcomes comes first, for how many patients, by when. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import {
  addFigureOptions,
  addSpellOptions,
  type SpellOptions,
} from '../../options/figure-options.js';
import { given, repeated, repeatedLimit } from '../../options/values.js';
import { renderOutcomes } from '../../render/outcomes.js';
import { answerFigure, pathwayQuery } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';
import { usage } from '../../terminal/errors.js';

interface OutcomesOptions extends SpellOptions {
  readonly cause: readonly string[];
  readonly at: readonly string[];
}

export function addOutcomes(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('outcomes')
    .summary('which of several outcomes comes first, and when')
    .description(
      'Shows what share of patients reached which of several outcomes first, by given times. The outcomes\n' +
        'compete, and patients who have reached none of them are included (Aalen-Johansen).',
    );
  addSpellOptions(addFigureOptions(command, 'everything'), 'the patients behind the figure')
    .requiredOption(
      '--cause <name=types>',
      'an outcome: NAME=TYPE or "NAME=TYPE|TYPE"; repeatable',
      repeated,
    )
    .requiredOption(
      '--at <limit>',
      'time since the start at which to report, such as 4h; repeatable',
      repeatedLimit,
    )
    .addHelpText(
      'after',
      examples({
        'ward, intensive care or discharge, after one and four hours':
          'stafett outcomes --pathway sepsis --from @start --cause "WARD=Admission NC" \\\n' +
          '      --cause "ICU=Admission IC" --cause "HOME=Release A|Release B" --at 1h --at 4h',
        'which came first: the plan or the referral':
          'stafett outcomes --pathway fi-back-pain --from SymptomOnsetReported --cause PLAN=RehabPlanAgreed \\\n' +
          '      --cause REFERRAL=ReferralSent --at "6 weeks" --at "12 weeks"',
      }),
    )
    .action(async (options: OutcomesOptions) => {
      const { from, cause, at, censor, evidence } = options;
      const causes = await parseCauses(cause);
      const query = { ...pathwayQuery(options), from, causes, at, ...given({ censor, evidence }) };
      await answerFigure(sessionOf(), 'outcomes', query, renderOutcomes);
    });
}

async function parseCauses(texts: readonly string[]) {
  const { parseCause } = await import('#projections');
  const causes = texts.map((text) => {
    const cause = parseCause(text);
    if (cause !== undefined) return cause;
    throw usage(`--cause ${text}: expected NAME=TYPE or "NAME=TYPE|TYPE|TYPE".`);
  });
  const labels = causes.map(({ label }) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice === undefined) return causes;
  throw usage(`--cause ${twice} is given twice; put its types into one: "${twice}=TYPE|TYPE".`);
}
