/** What every figure of times between events is asked: where they begin, and where an open one ends. */
import type { SpellQuery, PathwayQuery } from '#projections';
import type { ParametersOf } from '../parameter.js';

export const SPELLS = {
  from: {
    kind: 'beginnings',
    required: true,
    words: 'event type that starts the clock, or @start for the first event of any type',
    example: '@start',
  },
  censor: {
    kind: 'choice',
    choices: ['last-event', 'as-of'],
    words:
      'count an unfinished wait up to the as-of instant (default), or only up to the patient’s last known event, which leaves out whoever was forgotten',
  },
  observedFrom: {
    kind: 'instant',
    words:
      'when the source began to report: who had begun by then counts from then on, who had ended is left out',
    example: '2014-01-01T00:00:00Z',
  },
  lostAfter: {
    kind: 'length',
    words:
      'count an open case as lost, and only up to its last event, if nothing was heard of it for so long',
    example: '180 days',
  },
  evidence: {
    kind: 'count',
    min: 0,
    words: 'also list up to so many of the waits behind the figure',
  },
} as const satisfies ParametersOf<SpellQuery, Exclude<keyof SpellQuery, keyof PathwayQuery>>;
