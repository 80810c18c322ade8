/** Outcomes, as they can be asked for. */
import type { OutcomesQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';
import { SPELLS } from './spells.js';

export const OUTCOMES = describeFigure<OutcomesQuery>()({
  name: 'outcomes',
  summary: 'which of several outcomes comes first, and when',
  description:
    'Shows what share of patients reached which of several outcomes first, by given times. The outcomes compete, and patients who have reached none of them are included (Aalen-Johansen).',
  selects: true,
  rows: 'at',
  parameters: {
    ...SPELLS,
    causes: {
      kind: 'causes',
      name: 'cause',
      required: true,
      words: 'an outcome: NAME=TYPE or "NAME=TYPE|TYPE"',
      example: 'REL=Release A|Release B',
    },
    at: {
      kind: 'lengths',
      required: true,
      words: 'time since the start at which to report',
      example: '4h',
    },
  },
  example: 'from=@start&cause=referred=ReferralSent&at=4+weeks&evidence=1',
  examples: {
    'ward, intensive care or discharge, after one and four hours':
      'stafett outcomes --pathway sepsis --from @start --cause "WARD=Admission NC" \\\n' +
      '      --cause "ICU=Admission IC" --cause "HOME=Release A|Release B" --at 1h --at 4h',
    'which came first: the plan or the referral':
      'stafett outcomes --pathway fi-back-pain --from SymptomOnsetReported --cause PLAN=RehabPlanAgreed \\\n' +
      '      --cause REFERRAL=ReferralSent --at "6 weeks" --at "12 weeks"',
  },
});
