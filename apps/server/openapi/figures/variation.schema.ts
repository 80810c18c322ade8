/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Variation: TSchema = {
  type: 'object',
  allOf: [
    { $ref: '#/components/schemas/SpellAnswer' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    perEpisode: {
      type: 'boolean',
      const: true,
      description:
        'Each episode; absent where the pathway has no episodes, and each patient counts once.',
    },
    from: { type: 'array', items: { type: 'string' } },
    to: { type: 'array', items: { type: 'string' } },
    within: { type: 'string' },
    withinSeconds: {
      type: 'number',
      description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
    },
    groupBy: { type: 'string' },
    all: {
      type: 'object',
      properties: { n: { type: 'number' }, share: { type: ['number', 'null'] } },
      required: ['n', 'share'],
      description: 'Of all, the suppressed units among them.',
    },
    overDispersion: {
      type: 'number',
      description: 'How much more units differ than by chance: 1 is chance alone.',
    },
    betweenUnits: { type: 'number', description: 'Variance between units on the arcsine scale.' },
    units: {
      type: 'array',
      items: { $ref: '#/components/schemas/VariationUnit' },
      description: 'Those with most patients first.',
    },
    suppressed: {
      type: 'number',
      description: 'How many units have fewer than five patients, or would reveal one that has.',
    },
    evidence: { type: 'array', items: { $ref: '#/components/schemas/SpellEvidence' } },
  },
  required: [
    'all',
    'betweenUnits',
    'from',
    'groupBy',
    'overDispersion',
    'suppressed',
    'to',
    'units',
    'within',
    'withinSeconds',
  ],
};
