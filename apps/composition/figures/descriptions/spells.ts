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
  evidence: {
    kind: 'count',
    min: 0,
    words: 'also list up to so many of the waits behind the figure',
  },
} as const satisfies ParametersOf<SpellQuery, Exclude<keyof SpellQuery, keyof PathwayQuery>>;
