/** Event patterns and their conditions in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { type Condition, type EventPattern, parseCodeRange } from '#pathway';
import { eventType, field, LIST_ITEMS_MAX } from './schema-parts.js';
import type { Notes } from './schema-parts.js';

const word = Type.String({ maxLength: 200 });
const scalar = Type.Union([word, Type.Number(), Type.Boolean()]);
const scalars = Type.Array(scalar, { minItems: 1, maxItems: LIST_ITEMS_MAX });

const codes = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'A code such as `M54`, with all below it, or a range such as `M40-M54`.',
  'x-means': 'codes',
});

const only = { additionalProperties: false };

export const comparison = Type.Object(
  {
    'at-least': Type.Optional(Type.Number({ description: 'This or more.' })),
    above: Type.Optional(Type.Number({ description: 'More than this.' })),
    'at-most': Type.Optional(Type.Number({ description: 'This or less.' })),
    below: Type.Optional(Type.Number({ description: 'Less than this.' })),
  },
  { ...only, minProperties: 1, description: 'A number within bounds.' },
);

const test = Type.Union(
  [
    word,
    Type.Number(),
    Type.Boolean(),
    scalars,
    Type.Object(
      {
        not: Type.Union([word, Type.Number(), Type.Boolean(), scalars], {
          description: 'A value or a list of values.',
        }),
        'or-missing': Type.Optional(
          Type.Boolean({ description: 'True: it also holds where the field is not there.' }),
        ),
      },
      { ...only, description: 'Any value but this, or but these; the field has to be there.' },
    ),
    Type.Object(
      {
        codes: Type.Union([codes, Type.Array(codes, { minItems: 1, maxItems: LIST_ITEMS_MAX })], {
          description: 'A range of codes or a list of ranges.',
        }),
      },
      { ...only, description: 'A code within one of the ranges.' },
    ),
    comparison,
    Type.Object(
      { present: Type.Boolean({ description: 'Whether the field is there.' }) },
      { ...only, description: 'A field that is there, or one that is not.' },
    ),
  ],
  {
    description:
      'A value (equal), a list of values (one of them), `{ not: ..., or-missing: true }`, `{ codes: M40-M54 }`, `{ at-least, above, at-most, below }` or `{ present: true }`.',
  },
);

const conditionsSchema = Type.Record(Type.String({ pattern: '^.{1,200}$' }), test, {
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 100,
  description:
    "Tests by field of the event's data, or `patient-age` in whole years. All have to hold.",
});

/** As YAML has it: tests by field. */
export type ConditionsYaml = Static<typeof conditionsSchema>;

/** Tests on fields, written once under `$defs`. */
export function conditions(description: string, notes: Notes = {}) {
  return Type.Unsafe<ConditionsYaml>({ $ref: '#/$defs/conditions', description, ...notes });
}

/** One pattern: a type of event, or `{ event, where }`. */
export const pattern = Type.Union([
  eventType,
  Type.Object(
    {
      event: Type.Union(
        [eventType, Type.Array(eventType, { minItems: 1, maxItems: LIST_ITEMS_MAX })],
        { description: 'Type of event, or a list of types that meet the same conditions.' },
      ),
      where: Type.Optional(conditions('Conditions that such an event must meet.')),
    },
    {
      ...only,
      description: 'Events of a type that meet certain conditions.',
      'x-means': 'pattern',
    },
  ),
]);

export const patternsSchema = Type.Union(
  [...pattern.anyOf, Type.Array(pattern, { minItems: 1, maxItems: LIST_ITEMS_MAX })],
  { description: 'A type of event, `{ event, where }`, or a list of these.' },
);

/** As YAML has it: one pattern or a list. */
export type PatternsYaml = Static<typeof patternsSchema>;

/** Patterns of events, written once under `$defs`. */
export function patterns(description: string, notes: Notes = {}) {
  return Type.Unsafe<PatternsYaml>({ $ref: '#/$defs/patterns', description, ...notes });
}

const datedPattern = Type.Union([
  eventType,
  Type.Object(
    {
      event: Type.Union(
        [eventType, Type.Array(eventType, { minItems: 1, maxItems: LIST_ITEMS_MAX })],
        { description: 'Type of event, or a list of types that meet the same conditions.' },
      ),
      where: Type.Optional(conditions('Conditions that such an event must meet.')),
      'valid-from': Type.Optional(
        field('Field with the day from whose beginning it acts; when it happens if left out.'),
      ),
    },
    {
      ...only,
      description: 'Events of a type that meet certain conditions, perhaps from a day on.',
      'x-means': 'pattern',
    },
  ),
]);

export const datedPatternsSchema = Type.Union(
  [...datedPattern.anyOf, Type.Array(datedPattern, { minItems: 1, maxItems: LIST_ITEMS_MAX })],
  { description: 'A type of event, `{ event, where, valid-from }`, or a list of these.' },
);

export type DatedPatternsYaml = Static<typeof datedPatternsSchema>;

/** Patterns of events that may act from a later day on, written once under `$defs`. */
export function datedPatterns(description: string, notes: Notes = {}) {
  return Type.Unsafe<DatedPatternsYaml>({ $ref: '#/$defs/dated-patterns', description, ...notes });
}

export const PATTERN_PARTS = {
  conditions: conditionsSchema,
  patterns: patternsSchema,
  'dated-patterns': datedPatternsSchema,
};

/** The patterns that a form stands for, one for each type it names. */
export function patternsOf(yaml: DatedPatternsYaml | undefined): readonly EventPattern[] {
  if (yaml === undefined) return [];
  return (Array.isArray(yaml) ? yaml : [yaml]).flatMap((one): readonly EventPattern[] => {
    if (typeof one === 'string') return [{ type: one, where: [] }];
    const where = conditionsOf(one.where);
    const dated = one['valid-from'];
    return listOf(one.event).map((type) => {
      return { type, where, ...(dated !== undefined && { validFrom: dated }) };
    });
  });
}

export function conditionsOf(yaml: ConditionsYaml | undefined): readonly Condition[] {
  return Object.entries(yaml ?? {}).map(([field, value]) => conditionOf(field, value));
}

function conditionOf(field: string, value: ConditionsYaml[string]): Condition {
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { field, is: 'one-of', values: listOf(value) };
  }
  if ('not' in value) {
    const orMissing = value['or-missing'] === true;
    return { field, is: 'none-of', values: listOf(value.not), ...(orMissing && { orMissing }) };
  }
  if ('present' in value) return { field, is: value.present ? 'present' : 'absent' };
  if ('codes' in value) {
    const ranges = listOf(value.codes).flatMap((text) => parseCodeRange(text) ?? []);
    return { field, is: 'in-codes', ranges };
  }
  const { 'at-least': atLeast, above, 'at-most': atMost, below } = value;
  return {
    field,
    is: 'between',
    ...(atLeast !== undefined && { atLeast }),
    ...(above !== undefined && { above }),
    ...(atMost !== undefined && { atMost }),
    ...(below !== undefined && { below }),
  };
}

function listOf<Item extends string | number | boolean>(
  one: Item | readonly Item[],
): readonly Item[] {
  return typeof one === 'object' ? one : [one];
}
