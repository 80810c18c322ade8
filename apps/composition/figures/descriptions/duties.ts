/** Duty compliance, as it can be asked for. */
import type { DutiesQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const DUTIES = describeFigure<DutiesQuery>()({
  name: 'duties',
  summary: 'how many duties were met in time, met late or breached',
  description:
    'Counts, of all duties that were due by a given time, how many were met in time, met late, breached before the pathway ended, or breached and still open. Duties that were not due yet stand apart, also those done ahead of time: nobody can have breached one before its time. Exemptions are counted by code.',
  selects: true,
  rows: 'duties',
  parameters: {
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many breached duties, those still open and longest overdue first',
    },
  },
  example: 'evidence=1',
  examples: {
    'how the duties stand now': 'stafett duties --pathway fi-back-pain',
    'who is owed what, the longest overdue first':
      'stafett duties --pathway fi-back-pain --evidence 50',
  },
});
