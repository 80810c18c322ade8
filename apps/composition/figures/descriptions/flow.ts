/** The flow, as it can be asked for. */
import type { FlowQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const FLOW = describeFigure<FlowQuery>()({
  name: 'flow',
  summary: 'which event follows which, how often and after how long',
  description:
    'Shows which event directly follows which, how often and after how long. Only completed steps are counted; for waits that may not have ended, ask for waits.',
  selects: true,
  rows: 'edges',
  parameters: {
    limit: { kind: 'rows', words: 'list at most so many kinds of step' },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many of the steps of the kinds that are listed, by patient',
    },
  },
  example: '',
  examples: {
    'the most frequent steps': 'stafett flow --pathway sepsis',
    'whose they are, of the most frequent kind':
      'stafett flow --pathway sepsis --limit 1 --evidence 20',
    'all of them, for another program': 'stafett flow --pathway sepsis --json',
  },
});
