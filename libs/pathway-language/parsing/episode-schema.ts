/** Episodes in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { EpisodeKey, EpisodeRules } from '#pathway';
import { element, field, id, LIST_ITEMS_MAX, originOf } from './schema-parts.js';
import { patterns, patternsOf } from './pattern-schema.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';

const only = { additionalProperties: false };

const clockId = (description: string) => id(description, { 'x-means': 'clock' });

const KEY_FIELDS_MAX = 8;

const keyField = field('Field of events that holds the key, such as `referral`.');

const key = Type.Union(
  [keyField, Type.Array(keyField, { minItems: 1, maxItems: KEY_FIELDS_MAX })],
  {
    description:
      'Field whose value says which episode an event belongs to, or a list of fields of which the first that is there counts. Each value has episodes of its own, side by side.',
  },
);

const keyless = Type.Union(
  [
    Type.Enum(['only-open', 'every']),
    Type.Object({ every: patterns('Events that act in every open episode.') }, only),
  ],
  {
    description:
      'Where an event without a key acts: in the `only-open` episode (so if left out), in `every` open one, or certain events in every one and the others in the only one.',
  },
);

const outOfSight = Type.Object(
  {
    after: limitRef('So long without an event of the episode.'),
    'begins-anew': Type.Optional(
      patterns(
        'Entry events that after as long a silence end the episode and begin the next, whatever is owed or offered.',
      ),
    ),
  },
  {
    ...only,
    description:
      'An episode in which nothing is owed or offered ends as out of sight after this long without an event.',
  },
);

const lapses = Type.Object(
  {
    after: limitRef('So many whole days.', { 'x-means': 'in-whole-days' }),
    without: clockId('Clock that has not run on any of them.'),
    'unless-breached': Type.Optional(
      id('Duty that keeps it open while it is past due and still owed.', {
        'x-means': 'duty-ref',
      }),
    ),
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
    key: Type.Optional(key),
    keyless: Type.Optional(keyless),
    'reopens-within': Type.Optional(
      limitRef('An entry event at most this long after the close reopens the same episode.'),
    ),
    lapses: Type.Optional(lapses),
    'out-of-sight': Type.Optional(outOfSight),
    recurrent: Type.Optional(recurrent),
  },
  'A patient may go through this pathway again and again. Without it: once.',
  { 'x-means': 'episodes' },
);

export function episodesOf(yaml: Static<typeof episodes>): EpisodeRules {
  const { 'reopens-within': reopensWithin, lapses, recurrent, 'out-of-sight': silence } = yaml;
  return {
    ...originOf(yaml),
    ...(yaml.key !== undefined && { key: keyOf([yaml.key].flat(), yaml.keyless) }),
    ...(reopensWithin !== undefined && { reopensWithin: limitRefOf(reopensWithin) }),
    ...(lapses !== undefined && {
      lapses: lapsesOf(lapses),
    }),
    ...(silence !== undefined && { outOfSight: outOfSightOf(silence) }),
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

function outOfSightOf({
  after,
  'begins-anew': anew,
}: Static<typeof outOfSight>): NonNullable<EpisodeRules['outOfSight']> {
  return {
    after: limitRefOf(after),
    ...(anew !== undefined && { beginsAnew: patternsOf(anew) }),
  };
}

function lapsesOf(yaml: Static<typeof lapses>): NonNullable<EpisodeRules['lapses']> {
  const { after, without, 'unless-breached': unlessBreached } = yaml;
  const rule = { after: limitRefOf(after), clock: without };
  return unlessBreached === undefined ? rule : { ...rule, unlessBreached };
}

function keyOf(fields: readonly string[], yaml: Static<typeof keyless> = 'only-open'): EpisodeKey {
  if (yaml === 'every') return { fields, every: 'any' };
  return { fields, every: yaml === 'only-open' ? [] : patternsOf(yaml.every) };
}
