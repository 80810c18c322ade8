/** Queues, as they can be asked for. */
import type { QueuesQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const QUEUES = describeFigure<QueuesQuery>()({
  name: 'queues',
  summary: 'who is waiting in which queue, and who was overtaken',
  description:
    'Counts who joined each queue of a pathway, who was served, who left and who is still waiting, and lists patients served before somebody who had joined the same queue earlier with the same urgency. Ages are reported by group; groups of fewer than five patients, and any figure that would reveal them, are hidden.',
  selects: false,
  rows: 'queues',
  parameters: { limit: { kind: 'rows', words: 'list at most so many cases of overtaking' } },
  example: '',
  examples: {
    'who was overtaken': 'stafett queues --pathway no-specialist-referral',
    'everything, for another program': 'stafett queues --pathway no-specialist-referral --json',
  },
});
