/** Episodes in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { EpisodeRules } from '#pathway';
import { element, id, LIST_ITEMS_MAX, originOf } from './schema-parts.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';

const only = { additionalProperties: false };

const clockId = (description: string) => id(description, { 'x-means': 'clock' });

const lapses = Type.Object(
  {
    after: limitRef('So many whole days.', { 'x-means': 'in-whole-days' }),
    without: clockId('Clock that has not run on any of them.'),
  },
  { ...only, description: 'The episode lapses once a clock has not run for this long.' },
);

const recurrenceTest = Type.Object(
  {
    episodes: Type.Integer({ minimum: 1, description: 'At least this many episodes,' }),
    'of-days': Type.Integer({ minimum: 1, description: 'each with at least so many clock days,' }),
    days: Type.Integer({ minimum: 1, description: 'and so many days in all.' }),
  },
  only,
);

const recurrent = Type.Object(
  {
    within: limitRef('Window that is looked at.', { 'x-means': 'in-calendar-units' }),
    clock: clockId('Clock whose days are counted.'),
    'any-of': Type.Array(recurrenceTest, {
      minItems: 1,
      maxItems: LIST_ITEMS_MAX,
      description: 'Tests of which one is enough.',
    }),
  },
  { ...only, description: 'When somebody counts as recurrently ill.' },
);

export const episodes = element(
  {
    'reopens-within': Type.Optional(
      limitRef('An entry event at most this long after the close reopens the same episode.'),
    ),
    lapses: Type.Optional(lapses),
    recurrent: Type.Optional(recurrent),
  },
  'A patient may go through this pathway again and again. Without it: once.',
);

export function episodesOf(yaml: Static<typeof episodes>): EpisodeRules {
  const { 'reopens-within': reopensWithin, lapses, recurrent } = yaml;
  return {
    ...originOf(yaml),
    ...(reopensWithin !== undefined && { reopensWithin: limitRefOf(reopensWithin) }),
    ...(lapses !== undefined && {
      lapses: { after: limitRefOf(lapses.after), clock: lapses.without },
    }),
    ...(recurrent !== undefined && {
      recurrent: {
        within: limitRefOf(recurrent.within),
        clock: recurrent.clock,
        anyOf: recurrent['any-of'].map((test) => ({
          episodes: test.episodes,
          ofDays: test['of-days'],
          days: test.days,
        })),
      },
    }),
  };
}
