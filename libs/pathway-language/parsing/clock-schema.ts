/** Clocks, guards and sequences in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { ClockRule, GuardRule, SequenceRule } from '#pathway';
import { countingKeys, countingOf } from './accumulation-schema.js';
import { element, field, LIST_ITEMS_MAX, named, nameOf, originOf } from './schema-parts.js';
import { evidence, evidenceOf } from './evidence-schema.js';
import { datedPatterns, patterns, patternsOf } from './pattern-schema.js';

const span = element(
  {
    on: patterns('Events that name the days.'),
    from: field('Field with the first day; the day of the event where it is missing.'),
    to: field('Field with the last day; until the clock is stopped where it is missing.'),
    grade: Type.Optional(field('Field with the grade that its days count for, a number.')),
    certificate: Type.Optional(
      field(
        'Field that names the certificate: a later one of the same name replaces its grade from its first day on.',
      ),
    ),
  },
  'Days on which the clock ran, as an event names them.',
);

const nullifyUnless = Type.Object(
  {
    on: datedPatterns('Events that reset it.'),
    after: patterns('Events after the first of which they do not any more.'),
  },
  {
    additionalProperties: false,
    description: 'Events that reset it to zero as long as none of certain others has come.',
  },
);

export const clock = named(
  'clock-id',
  {
    start: Type.Optional(patterns('Events that start it.')),
    pause: Type.Optional(patterns('Events that pause it.')),
    resume: Type.Optional(patterns('Events that resume it.')),
    stop: Type.Optional(patterns('Events that stop it.')),
    cuts: Type.Optional(
      patterns('Events that end the days of spans; what runs from a start goes on.'),
    ),
    nullify: Type.Optional(datedPatterns('Events that reset it to zero.')),
    'nullify-unless': Type.Optional(nullifyUnless),
    'pause-reason': Type.Optional(field('Field that an event needs to pause it.')),
    spans: Type.Optional(
      Type.Array(span, { minItems: 1, maxItems: LIST_ITEMS_MAX, description: 'Days by events.' }),
    ),
    over: Type.Optional(
      Type.Enum(['episode', 'patient'], {
        description: '`episode` (default): begins anew with each; `patient`: all that is known.',
      }),
    ),
    ...countingKeys,
  },
  'Time that runs, pauses and is counted, such as days of sick leave.',
  { 'x-means': 'clock-rule' },
);

export const guard = named(
  'guard-id',
  {
    on: patterns('Events that should not happen unless this holds.'),
    requires: Type.Optional(evidence('The latest earlier event of one of these types must match.')),
    forbids: Type.Optional(evidence('What the latest earlier event of a type must not say.')),
    needs: Type.Optional(
      Type.Array(field('Field of the event.'), {
        minItems: 1,
        maxItems: LIST_ITEMS_MAX,
        description: 'Fields that the event has to have.',
      }),
    ),
  },
  'What must be true before something happens. A violation is reported; the event is never refused.',
  { 'x-means': 'guard' },
);

export const sequence = named(
  'sequence-id',
  {
    flag: patterns('Events that are too early.'),
    before: patterns('Before any of these.'),
    unless: Type.Optional(patterns('Unless one of these came first.')),
  },
  'An order in which things should happen; what comes too early is reported.',
);

export function clockOf(yaml: Static<typeof clock>): ClockRule {
  const { 'pause-reason': pauseReason, 'nullify-unless': unless } = yaml;
  return {
    ...nameOf(yaml),
    start: patternsOf(yaml.start),
    pause: patternsOf(yaml.pause),
    resume: patternsOf(yaml.resume),
    stop: patternsOf(yaml.stop),
    ...(yaml.cuts !== undefined && { cuts: patternsOf(yaml.cuts) }),
    nullify: patternsOf(yaml.nullify),
    ...(unless !== undefined && {
      nullifyUnless: { on: patternsOf(unless.on), after: patternsOf(unless.after) },
    }),
    ...(pauseReason !== undefined && { pauseReason }),
    spans: (yaml.spans ?? []).map((one) => ({
      on: patternsOf(one.on),
      from: one.from,
      to: one.to,
      ...(one.grade !== undefined && { grade: one.grade }),
      ...(one.certificate !== undefined && { certificate: one.certificate }),
      ...originOf(one),
    })),
    over: yaml.over ?? 'episode',
    ...countingOf(yaml),
  };
}

export function guardOf(yaml: Static<typeof guard>): GuardRule {
  const parts = yaml.requires === undefined ? [] : evidenceOf(yaml.requires);
  return {
    ...nameOf(yaml),
    on: patternsOf(yaml.on),
    requires: parts.flat(),
    ...(parts.length > 1 && { requiresAllOf: parts }),
    ...(yaml.forbids !== undefined && { forbids: evidenceOf(yaml.forbids) }),
    needs: yaml.needs ?? [],
  };
}

export function sequenceOf(yaml: Static<typeof sequence>): SequenceRule {
  return {
    ...nameOf(yaml),
    flag: patternsOf(yaml.flag),
    before: patternsOf(yaml.before),
    unless: patternsOf(yaml.unless),
  };
}
