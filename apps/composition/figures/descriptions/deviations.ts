/** Deviations, as they can be asked for. */
import type { DeviationsQuery } from '#projections';
import { describeFigure } from '../describe-figure.js';

export const DEVIATIONS = describeFigure<DeviationsQuery>()({
  name: 'deviations',
  summary: 'what was reported and does not fit the pathway, by kind and by source',
  description:
    'Counts what was reported and does not fit the definition, over all patients: by kind and rule, and by who reported it. For each sequence and guard also how often its event came at all: of all who had imaging, how many had it before the steps that come first.',
  selects: true,
  rows: 'kinds',
  parameters: {
    kind: { kind: 'text', words: 'list only this kind', example: 'sequence' },
    rule: {
      kind: 'text',
      words: 'list only those of this sequence, guard or other element',
      example: 'imaging-first',
    },
    evidence: {
      kind: 'count',
      min: 0,
      words: 'also list up to so many of them, the newest first',
    },
  },
  example: 'evidence=1',
  examples: {
    'what does not fit, and who sends it': 'stafett deviations --pathway fi-back-pain',
    'who had imaging too early':
      'stafett deviations --pathway fi-back-pain --rule imaging-first --evidence 50',
  },
});
