/** The variation between municipalities or organisations, as it can be asked for. */
import type { VariationQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';
import { SPELLS } from './spells.js';

export const VARIATION = describeFigure<VariationQuery>()({
  name: 'variation',
  summary: 'which municipalities or organisations differ from the rest',
  description:
    'Compares the share that got there by a deadline between municipalities, or by another dimension with --group-by. Patients still waiting are included. Marks those that differ by more than chance and by more than such units usually differ from each other (funnel plot with over-dispersion).',
  without: 'now',
  selects: true,
  rows: 'units',
  parameters: {
    ...SPELLS,
    to: {
      kind: 'types',
      required: true,
      words: 'event type that ends the wait, or @end for the close of the case',
      example: 'IV Antibiotics',
    },
    within: { kind: 'length', required: true, words: 'the deadline', example: '6 weeks' },
  },
  example: 'from=SymptomOnsetReported&to=ReferralSent&within=2+weeks',
  examples: {
    'a plan within twelve weeks, by municipality':
      'stafett variation --pathway fi-back-pain --from SymptomOnsetReported \\\n' +
      '      --to RehabPlanAgreed --within "12 weeks"',
    'the same by the organisation that holds the patient':
      'stafett variation --pathway fi-back-pain --from SymptomOnsetReported \\\n' +
      '      --to RehabPlanAgreed --within "12 weeks" --group-by organisation',
  },
});
