/** Custody, as it can be asked for. */
import type { CustodyQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const CUSTODY = describeFigure<CustodyQuery>()({
  name: 'custody',
  summary: 'who holds the patients, and which handovers wait for an answer',
  description:
    'Shows for each service how many patients it holds and for how long it has held them, on how many whole days nothing was reported, how patients came to it, and what became of the handovers offered to it. Offers that are still open count for as long as they have been open. Lists who has been asked and has not answered, and who holds a patient without doing anything. Somebody must be accountable at every moment: the time during which nobody was is computed and shown, and must be 0.',
  selects: true,
  rows: 'services',
  parameters: {
    limit: { kind: 'rows', words: 'list at most so many open offers and idle holders' },
  },
  example: '',
  examples: {
    'who holds whom now, and who owes an answer': 'stafett custody --pathway fi-back-pain',
    'as it stood on 1 March, from what was known then':
      'stafett custody --pathway fi-back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
    'offers whose answer is overdue, for another program':
      "stafett custody --pathway fi-back-pain --json | jq '.openOffers[] | select(.overdueSeconds > 0)'",
  },
});
