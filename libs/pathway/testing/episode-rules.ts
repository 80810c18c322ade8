/** Episodes of made-up definitions: side by side, reopened, ending by themselves, recurring. */
import fc from 'fast-check';
import type { EpisodeKey, EpisodeRules } from '../definition/definition.js';
import { few, limits, maybe } from './rule-parts.js';

const episodeKey: fc.Arbitrary<EpisodeKey> = fc.record({
  fields: fc.constantFrom(['ref'], ['other', 'ref'], ['k']),
  every: fc.oneof(fc.constant('any' as const), few),
});

export const episodes: fc.Arbitrary<EpisodeRules> = fc
  .record({
    key: fc.option(episodeKey, { nil: undefined }),
    reopens: fc.option(limits, { nil: undefined }),
    lapses: fc.option(fc.constantFrom('own', 'whole'), { nil: undefined }),
    unlessBreached: fc.constantFrom(undefined, undefined, 'duty-0'),
    recurrent: fc.boolean(),
    silence: fc.option(limits, { nil: undefined }),
    anew: fc.option(few, { nil: undefined }),
  })
  .map(({ key, reopens, lapses, recurrent, silence, anew, unlessBreached }) => ({
    ...maybe('key', key),
    ...maybe('outOfSight', silence && { after: silence, ...maybe('beginsAnew', anew) }),
    ...maybe('reopensWithin', reopens),
    ...maybe(
      'lapses',
      lapses && {
        after: { amount: 2, unit: 'day' },
        clock: lapses,
        ...maybe('unlessBreached', unlessBreached),
      },
    ),
    ...maybe(
      'recurrent',
      recurrent
        ? {
            within: { amount: 2, unit: 'week' as const },
            clock: 'own',
            anyOf: [{ episodes: 2, ofDays: 1, days: 3 }],
          }
        : undefined,
    ),
  }));
