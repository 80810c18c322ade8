/** Coverage, as it can be asked for. */
import type { CoverageQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const COVERAGE = describeFigure<CoverageQuery>()({
  name: 'coverage',
  summary: 'who has what the pathway is for, who stands without, and who declined',
  description:
    'Shows, for each thing that the definition’s measured waits end with (a plan, a coordinator, rehabilitation that has begun), how many of those on the pathway have it, how many stand without and for how long, and how many of these declined.',
  selects: true,
  rows: 'goals',
  parameters: {
    without: {
      kind: 'text',
      words: 'list only those who stand without this event',
      example: 'CoordinatorAppointed',
    },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many who stand without, the longest first',
    },
  },
  example: 'evidence=1',
  examples: {
    'who has a plan and a coordinator': 'stafett coverage --pathway no-individual-plan',
    'who has no coordinator, and for how long':
      'stafett coverage --pathway no-individual-plan --without CoordinatorAppointed --evidence 50',
  },
});
