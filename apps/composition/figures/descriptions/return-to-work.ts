/** Return to work, as it can be asked for. */
import type { ReturnToWorkQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const RETURN_TO_WORK = describeFigure<ReturnToWorkQuery>()({
  name: 'return-to-work',
  summary: 'how many are back at work for good, and what came instead',
  description:
    'Shows what share of those on sick leave were back at work for good by given times, and what came first instead: partial return, a work-assessment allowance (AAP), pension or death (Aalen-Johansen). A return counts once it has lasted.',
  selects: true,
  rows: 'at',
  parameters: {
    at: {
      kind: 'lengths',
      words: 'time since the sick leave at which to report (default: 6, 12, 26 and 52 weeks)',
      example: '12 weeks',
    },
    sustained: {
      kind: 'length',
      words: 'how long a return has to last (default: 4 weeks)',
      example: '13 weeks',
    },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many of the spells of sick leave, with what ended them',
    },
  },
  example: 'at=12+weeks',
  examples: {
    'who is back for good': 'stafett return-to-work --pathway no-sick-leave-follow-up',
    'by sex, where a return has to last for a quarter of a year':
      'stafett return-to-work --pathway fi-sick-leave --sustained "13 weeks" --group-by sex',
  },
});
