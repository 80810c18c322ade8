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
  parameters: { limit: { kind: 'rows', words: 'list at most so many kinds of step' } },
  example: '',
  examples: {
    'the most frequent steps': 'stafett flow --pathway sepsis',
    'all of them, for another program': 'stafett flow --pathway sepsis --json',
  },
});
