/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Outcomes: TSchema = {
  type: 'object',
  allOf: [
    { $ref: '#/components/schemas/OutcomeFigures' },
    { $ref: '#/components/schemas/SpellAnswer' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfOutcomeFigures' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
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
    difference: {
      $ref: '#/components/schemas/GroupTest',
      description:
        'Whether the groups shown differ by more than chance would do in how long any of it takes.',
    },
    differences: {
      type: 'array',
      items: { $ref: '#/components/schemas/OutcomeDifference' },
      description: 'Of each group shown, against the one with most patients.',
    },
    evidence: { type: 'array', items: { $ref: '#/components/schemas/SpellEvidence' } },
  },
  required: ['from'],
};
