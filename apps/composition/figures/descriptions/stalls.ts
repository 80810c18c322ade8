/** Stalls, as they can be asked for. */
import type { StallsQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const STALLS = describeFigure<StallsQuery>()({
  name: 'stalls',
  summary: 'what is overdue, who holds the patient, and what is missing',
  description:
    'Lists what should have happened and has not: duties past their due time, offers not answered in time, and patients who have been in a stage beyond its limit or for longer than nine out of ten are. The longest overdue comes first. Shows who holds the patient, which event is missing and who should send it.',
  selects: true,
  rows: 'stalls',
  parameters: {
    limit: { kind: 'rows', words: 'list at most so many stalls' },
    after: {
      kind: 'text',
      words: 'go on after an earlier answer, as of its instant: the `next` that it gave',
    },
  },
  example: '',
  examples: {
    'what is stalled now': 'stafett stalls --pathway fi-back-pain',
    'as it stood on 1 March, from what was known then':
      'stafett stalls --pathway fi-back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
    'everything, for another program': 'stafett stalls --pathway sepsis --json',
  },
});
