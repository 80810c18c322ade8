/** The trend by month, as it can be asked for. */
import type { TrendQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';
import { SPELLS } from './spells.js';

export const TREND = describeFigure<TrendQuery>()({
  name: 'trend',
  summary: 'a figure month by month, and whether it has changed',
  description:
    'Shows a figure month by month and the limits between which it usually varies (XmR chart). Marks the months outside them, seven on one side of the mean, seven that rise or fall, and two of three close to a limit. By cohort, a month has the patients who began in it; by period, what happened in it to all who were waiting.',
  without: 'now',
  selects: true,
  rows: 'months',
  parameters: {
    ...SPELLS,
    to: {
      kind: 'types',
      required: true,
      words: 'event type that ends the wait, or @end for the close of the case',
      example: 'IV Antibiotics',
    },
    measure: {
      kind: 'choice',
      choices: ['median', 'share-within', 'started', 'ended', 'open', 'breached'],
      words: 'what the limits are drawn for (default: median)',
    },
    by: {
      kind: 'choice',
      choices: ['cohort', 'period'],
      words: 'whether a month has what began in it, or what happened in it (default: cohort)',
    },
    within: { kind: 'length', words: 'the target to compare with', example: '6 weeks' },
    months: { kind: 'count', min: 1, words: 'how many months to show (default: 24; at most 120)' },
  },
  example: 'from=SymptomOnsetReported&to=ReferralSent&within=2+weeks&measure=started&months=2',
  examples: {
    'the median wait of those referred in each month':
      'stafett trend --pathway fi-back-pain --from SymptomOnsetReported --to RehabPlanAgreed',
    'how many began each month, over three years':
      'stafett trend --pathway fi-back-pain --from @start --to @end --measure started --months 36',
    'the share within six weeks, by what happened in each month':
      'stafett trend --pathway fi-back-pain --from SymptomOnsetReported --to RehabPlanAgreed \\\n' +
      '      --within "6 weeks" --measure share-within --by period',
  },
});
