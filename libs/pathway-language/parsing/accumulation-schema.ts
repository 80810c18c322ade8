/** Days that a clock adds up in YAML: which count, and what begins or is due by them. */
import { Type } from 'typebox';
import type { Static, TObject, TProperties } from 'typebox';
import type { AccumulatedDays, ClockRule, CountingRule } from '#pathway';
import { limitOf, limitRef, limitRefOf, limitText } from './limit-ref-schema.js';
import { patternsSchema } from './pattern-schema.js';
import { id } from './schema-parts.js';
import type { Means, Notes } from './schema-parts.js';

const only = { additionalProperties: false };

/** So many days of a clock. */
export function accumulatedDays(description: string) {
  return Type.Object(
    {
      accumulated: id('Clock whose days are counted.', { 'x-means': 'clock' }),
      days: limitRef('So many days in all, of the kind that the clock counts.'),
    },
    { ...only, description, 'x-means': 'accumulated' },
  );
}

const beginsSchema = Type.Union(
  [
    ...patternsSchema.anyOf,
    accumulatedDays('Begins when a clock has counted this many days in all.'),
  ],
  {
    description:
      'A type of event, `{ event, where }`, a list of these, or `{ accumulated, days }`.',
  },
);

type BeginsYaml = Static<typeof beginsSchema>;

/** What starts a duty; written once under `$defs`. */
export function begins(description: string, notes: Notes = {}) {
  return Type.Unsafe<BeginsYaml>({ $ref: '#/$defs/from', description, ...notes });
}

export const ACCUMULATION_PARTS = { from: beginsSchema };

/** A length of time without a parameter: a clock is the same wherever the patient lives. */
function lengthOf(description: string, means: Means) {
  return Type.Union([limitText('A length of time.')], { description, 'x-means': means });
}

export const countingKeys = {
  counts: Type.Optional(
    Type.Enum(['days', 'working-days', 'benefit-days'], {
      description: 'Which of its days count where they are added up: all (`days`) if left out.',
    }),
  ),
  deductible: Type.Optional(
    Type.Object(
      {
        days: lengthOf('So many days, working days or benefit days.', 'in-counted-days'),
        'again-after': Type.Optional(
          lengthOf(
            'So long without running ends a spell, in days, weeks or months; any day does if left out.',
            'in-calendar-units',
          ),
        ),
      },
      { ...only, description: 'The first days of every spell, which do not count.' },
    ),
  ),
  window: Type.Optional(
    lengthOf(
      'Only the days of the latest so long count, in days, weeks or months.',
      'in-calendar-units',
    ),
  ),
  resets: Type.Optional(
    Type.Object(
      { after: lengthOf('So long, in days, weeks or months.', 'in-calendar-units') },
      { ...only, description: 'Once it has not run for so long, it counts from none.' },
    ),
  ),
} satisfies TProperties;

/** Nothing where the clock counts all its days for ever. */
export function countingOf(
  yaml: Static<TObject<typeof countingKeys>>,
): Pick<ClockRule, 'counting'> {
  const { counts, deductible, window, resets } = yaml;
  if ((counts ?? deductible ?? window ?? resets) === undefined) return {};
  const again = deductible?.['again-after'];
  const counting: CountingRule = {
    unit:
      counts === 'benefit-days' ? 'benefit-day' : counts === 'working-days' ? 'working-day' : 'day',
    ...(deductible !== undefined && {
      deductible: {
        days: limitOf(deductible.days),
        ...(again !== undefined && { againAfter: limitOf(again) }),
      },
    }),
    ...(window !== undefined && { window: limitOf(window) }),
    ...(resets !== undefined && { resetsAfter: limitOf(resets.after) }),
  };
  return { counting };
}

export function isAccumulated<Yaml>(
  yaml: Yaml,
): yaml is Extract<Yaml, { readonly accumulated: unknown }> {
  return typeof yaml === 'object' && yaml !== null && 'accumulated' in yaml;
}

export function accumulatedOf(yaml: Static<ReturnType<typeof accumulatedDays>>): AccumulatedDays {
  return { clock: yaml.accumulated, days: limitRefOf(yaml.days) };
}
