/** What comes due, as it can be asked for. */
import type { DueQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const DUE = describeFigure<DueQuery>()({
  name: 'due',
  summary: 'what comes due in the next days, and how likely it is to be breached',
  description:
    'Lists the duties, the answers to offers and the limits of stages that come due in the next days, the soonest first. A projection: how likely each is to be breached is read from how long the same duty took everybody else, those still open included.',
  selects: true,
  rows: 'rows',
  parameters: {
    within: {
      kind: 'length',
      words: 'how far to look ahead (default: 7 days)',
      example: '14 days',
    },
    limit: { kind: 'rows', words: 'list at most so many of them' },
  },
  example: 'within=4+weeks',
  examples: {
    'what comes due in a week': 'stafett due --pathway no-specialist-referral',
    'and in a month': 'stafett due --pathway fi-sick-leave --within "1 month"',
  },
});
