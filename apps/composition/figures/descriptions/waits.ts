/** Waits, as they can be asked for. */
import type { WaitsQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';
import { SPELLS } from './spells.js';

export const WAITS = describeFigure<WaitsQuery>()({
  name: 'waits',
  summary: 'how long patients wait from one step to another',
  description:
    'Shows how long patients wait from one step to another. Those still waiting are included (Kaplan-Meier), so a queue that nobody leaves does not look short.',
  selects: true,
  rows: 'survival',
  parameters: {
    ...SPELLS,
    to: {
      kind: 'types',
      required: true,
      words:
        'event type that ends the wait, or @end for the close of the case; whichever comes first counts',
      example: 'IV Antibiotics',
    },
    at: {
      kind: 'lengths',
      words: 'time since the start at which to report the share that got there',
      example: '4h',
    },
    within: { kind: 'length', words: 'the target to compare with', example: '60m' },
  },
  example: 'from=SymptomOnsetReported&to=ReferralSent&within=2+weeks&evidence=1',
  examples: {
    'from triage to antibiotics, against a target of one hour':
      'stafett waits --pathway sepsis --from "ER Sepsis Triage" --to "IV Antibiotics" --within 60m',
    'from the first event to whichever release comes first, as it stood in July 2014':
      'stafett waits --pathway sepsis --from @start --to "Release A" --to "Release B" \\\n' +
      '      --as-of 2014-07-01T00:00:00Z',
    'the whole curve, for another program':
      'stafett waits --pathway fi-back-pain --from SymptomOnsetReported --to RehabPlanAgreed --json',
  },
});
