/** Feeds, as they can be asked for. */
import type { FeedsQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const FEEDS = describeFigure<FeedsQuery>()({
  name: 'feeds',
  summary: 'which sources report to a pathway, and which have gone silent',
  description:
    'Shows in what rhythm each source reports, as stated in feeds.yaml or learned from the weekdays on which it did, and which sources have gone silent: so that news that does not arrive is told apart from patients to whom nothing happens. Every other figure names the silent sources that it rests on.',
  selects: false,
  ungrouped:
    'Feeds are about sources, and a source reports of all its patients alike: there are no groups of it, and no filter.',
  rows: 'feeds',
  parameters: {
    every: {
      kind: 'length',
      words:
        'how long a source may be silent at most (default: as stated in feeds.yaml, else by its own rhythm)',
      example: '2 days',
    },
  },
  example: '',
  examples: {
    'which sources are silent': 'stafett feeds --pathway fi-back-pain',
    'which have not reported for two days': 'stafett feeds --pathway fi-back-pain --every "2 days"',
  },
});
