/** What a definition measures, as it can be asked for. */
import type { MeasuresQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const MEASURES = describeFigure<MeasuresQuery>()({
  name: 'measures',
  summary: 'the waits, scores and money that the pathway’s definition measures',
  description:
    'Shows what the definition itself measures, over all patients: its waits with those still waiting in them, against its standards; scores on instruments, first how many were measured at all, then the change with bounds for those whose follow-up is missing; and money by payer.',
  selects: true,
  rows: 'waits',
  parameters: {
    wait: {
      kind: 'text',
      words: 'list only those who wait in this one',
      example: 'hidden-second-wait',
    },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many who are still waiting, the longest first',
    },
  },
  example: 'evidence=1',
  examples: {
    'all that is measured': 'stafett measures --pathway fi-back-pain',
    'who has been seen and still waits for treatment':
      'stafett measures --pathway no-specialist-referral --wait hidden-second-wait --evidence 50',
  },
});
