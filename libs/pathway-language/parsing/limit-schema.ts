/** Limits whose first day may count, and due times in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { DueRule, PlainDueRule } from '#pathway';
import { evidence, evidenceOf } from './evidence-schema.js';
import { limitRef, limitRefOf, limitText, type LimitYaml } from './limit-ref-schema.js';
import { accumulatedDays, accumulatedOf } from './accumulation-schema.js';
import { field, LIST_ITEMS_MAX, parameterRef, readableText } from './schema-parts.js';
import type { Notes } from './schema-parts.js';
import { conditions, conditionsOf } from './pattern-schema.js';

const only = { additionalProperties: false };

const firstDay = Type.Enum(['counts'], {
  description: '`counts`: the day of the starting event is the first day already.',
});

const firstDayCounts = Type.Object(
  { limit: limitRef('The time.'), 'first-day': Type.Optional(firstDay) },
  { ...only, description: 'A time whose first day may count.' },
);

const plainSchema = Type.Union(
  [limitText('A length of time.'), parameterRef('limit'), firstDayCounts],
  {
    description:
      'A time such as `6 weeks`, `{ parameter: id }`, or `{ limit: 10 days, first-day: counts }`.',
  },
);

export type PlainLimitYaml = Static<typeof plainSchema>;

const countedFrom = field(
  'Field of the starting event with the day or instant from which the time counts; the event itself where left out.',
);

const datedSchema = Type.Union(
  [
    limitText('A length of time.'),
    parameterRef('limit'),
    Type.Object(
      {
        limit: limitRef('The time.'),
        'first-day': Type.Optional(firstDay),
        from: Type.Optional(countedFrom),
      },
      { ...only, description: 'A time, from the event or from a date in it.' },
    ),
  ],
  {
    description:
      'A time such as `6 weeks`, `{ parameter: id }`, or `{ limit: 4 weeks, from: field }`.',
  },
);

type DatedLimitYaml = Static<typeof datedSchema>;

/** A time that depends on nothing but a parameter; written once under `$defs`. */
export function plainLimit(description: string, notes: Notes = {}) {
  return Type.Unsafe<PlainLimitYaml>({ $ref: '#/$defs/plain-limit', description, ...notes });
}

const otherwise = Type.Unsafe<DatedLimitYaml>({
  $ref: '#/$defs/dated-limit',
  description: 'The time where nothing else says one.',
});

const withinSchema = Type.Union(
  [
    ...datedSchema.anyOf,
    Type.Object(
      {
        'date-in': field('Field of the starting event with a day or an instant.'),
        plus: Type.Optional(limitRef('Due so long after it.')),
        minus: Type.Optional(limitRef('Due so long before it.')),
        otherwise,
      },
      { ...only, description: 'Due on the day or at the instant that a field names.' },
    ),
    Type.Object(
      {
        cases: Type.Array(
          Type.Object(
            {
              when: Type.Optional(conditions('What the starting event has to say.')),
              latest: Type.Optional(
                evidence('What the latest event of a type before the starting event has to say.'),
              ),
              limit: limitRef('The time in this case.'),
              'first-day': Type.Optional(firstDay),
              from: Type.Optional(countedFrom),
              note: Type.Optional(readableText('What readers should know.')),
            },
            only,
          ),
          { minItems: 1, maxItems: LIST_ITEMS_MAX, description: 'The first that fits counts.' },
        ),
        otherwise,
      },
      {
        ...only,
        description:
          'Due after a time that depends on what the starting event or an earlier one says.',
      },
    ),
    accumulatedDays('Due when a clock has counted this many days in all.'),
  ],
  {
    description:
      'A time, or `{ date-in, otherwise }`, `{ cases, otherwise }`, `{ accumulated, days }`.',
  },
);

export type WithinYaml = Static<typeof withinSchema>;

/** By when something is due; written once under `$defs`. */
export function within(description: string, notes: Notes = {}) {
  return Type.Unsafe<WithinYaml>({ $ref: '#/$defs/within', description, ...notes });
}

export const LIMIT_PARTS = {
  'plain-limit': plainSchema,
  'dated-limit': datedSchema,
  within: withinSchema,
};

export function plainOf(yaml: DatedLimitYaml): PlainDueRule {
  if (typeof yaml === 'string' || 'parameter' in yaml) {
    return { kind: 'limit', limit: limitRefOf(yaml), firstDayCounts: false };
  }
  return {
    kind: 'limit',
    limit: limitRefOf(yaml.limit),
    firstDayCounts: yaml['first-day'] === 'counts',
    ...(yaml.from !== undefined && { from: yaml.from }),
  };
}

export function dueOf(yaml: WithinYaml): DueRule {
  if (typeof yaml === 'object' && 'accumulated' in yaml) {
    return { kind: 'accumulated', ...accumulatedOf(yaml) };
  }
  if (typeof yaml === 'object' && 'date-in' in yaml) {
    return {
      kind: 'field',
      field: yaml['date-in'],
      ...shiftOf(yaml),
      otherwise: plainOf(yaml.otherwise),
    };
  }
  if (typeof yaml === 'object' && 'cases' in yaml) {
    const cases = yaml.cases.map(({ when, latest, ...then }) => ({
      when: conditionsOf(when),
      ...(latest !== undefined && { latest: evidenceOf(latest) }),
      then: plainOf(then),
    }));
    return { kind: 'cases', cases, otherwise: plainOf(yaml.otherwise) };
  }
  return plainOf(yaml);
}

/** The checks see to it that only one of them is there. */
function shiftOf({ plus, minus }: { readonly plus?: LimitYaml; readonly minus?: LimitYaml }) {
  if (plus !== undefined) return { shift: { by: 'plus' as const, limit: limitRefOf(plus) } };
  if (minus !== undefined) return { shift: { by: 'minus' as const, limit: limitRefOf(minus) } };
  return {};
}
