/** Duties in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { DutyRule } from '#pathway';
import {
  element,
  field,
  id,
  LIST_ITEMS_MAX,
  missing,
  named,
  nameOf,
  originOf,
  serviceOf,
  serviceRef,
  severity,
} from './schema-parts.js';
import { accumulatedOf, begins, isAccumulated } from './accumulation-schema.js';
import { evidence, evidenceOf, until, untilOf } from './evidence-schema.js';
import { dutyOwner, dutyOwnerOf } from './scope-schema.js';
import { dueOf, within } from './limit-schema.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';
import { conditions, conditionsOf, datedPatterns, patterns, patternsOf } from './pattern-schema.js';

const exemption = element(
  {
    on: patterns('Events that cancel it.'),
    code: id('Coded outcome, such as `patient-declined`.'),
    stands: Type.Optional(
      Type.Boolean({ description: 'True: `applies-again` does not take it back.' }),
    ),
    'lifted-by': Type.Optional(
      patterns('Events that take it back, and nothing else that takes the duty away.'),
    ),
  },
  'Something after which the duty is no longer owed, with its code.',
);

const laterContact = Type.Object(
  {
    on: patterns('Events.'),
    after: limitRef('How long after what began the duty they have to come.'),
  },
  {
    additionalProperties: false,
    description:
      'Events that make a breach attributable as well where they come late enough, such as a second visit.',
  },
);

const step = element(
  {
    after: Type.Optional(limitRef('How long after the due time; at once if left out.')),
    to: serviceRef('Service to escalate to.'),
  },
  'Where a duty that was not met in time is escalated.',
);

const warning = element(
  {
    before: limitRef('How long before the due time.'),
    to: Type.Optional(serviceRef('Service to warn; whoever owes the duty if left out.')),
  },
  'Who is warned that the duty will soon be due.',
);

export const duty = named(
  'duty-id',
  {
    from: begins('Events that start it, or a clock that reaches so many days.'),
    until: until('Events that meet it.'),
    within: within('Time from the one to the other; days and longer end with the day.'),
    owner: dutyOwner(
      'Service that owes it, `holder`: whoever holds the patient, or `{ holder-of: scope }`.',
      missing('duty-unowned'),
    ),
    per: Type.Optional(
      Type.Enum(['episode', 'occurrence', 'period'], {
        description:
          '`episode` (default): owed once; `occurrence`: for every starting event; `period`: again and again.',
      }),
    ),
    matching: Type.Optional(
      field('Field whose value starting and meeting event share, such as `referral`.'),
    ),
    'not-before': Type.Optional(
      limitRef('How long after the start what meets it has to come; at any time if left out.'),
    ),
    ends: Type.Optional(patterns('For `per: period`: events that end the series.')),
    applies: Type.Optional(
      conditions('What the starting event has to say; else it is not applicable.'),
    ),
    'applies-if-latest': Type.Optional(
      evidence(
        'What the latest event of a type before the starting event has to say; else it is not applicable.',
      ),
    ),
    exempt: Type.Optional(
      Type.Array(exemption, {
        maxItems: LIST_ITEMS_MAX,
        description: 'Coded outcomes that cancel it.',
      }),
    ),
    'not-applicable': Type.Optional(
      datedPatterns('Events after which it does not apply to the patient.'),
    ),
    'applies-again': Type.Optional(
      datedPatterns('Events that take an exemption or `not-applicable` back.'),
    ),
    clock: Type.Optional(id('Clock whose pauses extend the due time.', { 'x-means': 'clock' })),
    escalate: Type.Optional(
      Type.Array(step, { maxItems: LIST_ITEMS_MAX, description: 'Steps after the due time.' }),
    ),
    'attributable-from': Type.Optional(
      patterns(
        'Events, such as a first contact, before the first of which nobody could have done it: a breach before is not attributable.',
      ),
    ),
    'attributable-later': Type.Optional(laterContact),
    warn: Type.Optional(
      Type.Array(warning, {
        maxItems: LIST_ITEMS_MAX,
        description: 'Warnings before the due time.',
      }),
    ),
    severity: severity('a breach'),
  },
  'Something owed within a time.',
  { 'x-means': 'duty' },
);

export function dutyOf(yaml: Static<typeof duty>): DutyRule {
  const { matching, applies, 'applies-if-latest': latest, clock } = yaml;
  const { 'attributable-later': later, 'not-before': notBefore } = yaml;
  const parts = untilOf(yaml.until);
  return {
    ...nameOf(yaml),
    ...(isAccumulated(yaml.from)
      ? { from: [], fromAccumulated: accumulatedOf(yaml.from) }
      : { from: patternsOf(yaml.from) }),
    until: parts.flat(),
    ...(parts.length > 1 && { untilAllOf: parts }),
    due: dueOf(yaml.within),
    owner: dutyOwnerOf(yaml.owner),
    per: yaml.per ?? 'episode',
    ...(matching !== undefined && { matching }),
    ends: patternsOf(yaml.ends),
    ...(notBefore !== undefined && { notBefore: limitRefOf(notBefore) }),
    ...(applies !== undefined && { applies: conditionsOf(applies) }),
    ...(latest !== undefined && { appliesIfLatest: evidenceOf(latest) }),
    exempt: (yaml.exempt ?? []).map((one) => ({
      on: patternsOf(one.on),
      code: one.code,
      ...(one.stands === true && { stands: true }),
      ...(one['lifted-by'] !== undefined && { liftedBy: patternsOf(one['lifted-by']) }),
      ...originOf(one),
    })),
    notApplicable: patternsOf(yaml['not-applicable']),
    appliesAgain: patternsOf(yaml['applies-again']),
    ...(clock !== undefined && { clock }),
    escalate: (yaml.escalate ?? []).map((one) => ({
      after: one.after === undefined ? undefined : limitRefOf(one.after),
      to: serviceOf(one.to),
      ...originOf(one),
    })),
    ...(yaml['attributable-from'] !== undefined && {
      attributableFrom: patternsOf(yaml['attributable-from']),
    }),
    ...(later !== undefined && {
      attributableLater: { on: patternsOf(later.on), after: limitRefOf(later.after) },
    }),
    warn: (yaml.warn ?? []).map((one) => ({
      before: limitRefOf(one.before),
      to: one.to === undefined ? undefined : serviceOf(one.to),
      ...originOf(one),
    })),
    ...(yaml.severity !== undefined && { severity: yaml.severity }),
  };
}
