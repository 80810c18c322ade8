/** Queues, as they can be asked for. */
import type { QueuesQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const QUEUES = describeFigure<QueuesQuery>()({
  name: 'queues',
  summary: 'who is waiting in which queue, and who was overtaken',
  description:
    'Counts who joined each queue of a pathway, who was served, who left and who is still waiting, whether that adds up, and how long the queue is for its target; and lists patients served before somebody who had joined the same queue earlier with the same urgency. Ages are reported by group; groups of fewer than five patients, and any figure that would reveal them, are hidden.',
  selects: true,
  rows: 'queues',
  parameters: {
    limit: { kind: 'rows', words: 'list at most so many cases of overtaking' },
    period: {
      kind: 'choice',
      choices: ['week', 'month'],
      words: 'whether each queue adds up, for each of the last twelve weeks or months',
    },
    target: {
      kind: 'length',
      words: 'how long nobody should wait (default: the definition’s standard for the wait)',
      example: '12 weeks',
    },
  },
  example: 'period=month',
  examples: {
    'who was overtaken': 'stafett queues --pathway no-specialist-referral',
    'whether it adds up, month by month':
      'stafett queues --pathway no-specialist-referral --period month',
    'everything, for another program': 'stafett queues --pathway no-specialist-referral --json',
  },
});
