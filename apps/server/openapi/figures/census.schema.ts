/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Census: TSchema = {
  type: 'object',
  allOf: [
    { $ref: '#/components/schemas/CensusFigures' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfCensusFigures' },
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
    unknownTypes: {
      type: 'array',
      items: { $ref: '#/components/schemas/UnknownType' },
      description: 'Types that no definition declares, counted over the whole log.',
    },
    evidence: { type: 'array', items: { $ref: '#/components/schemas/OpenCase' } },
    lostCases: {
      type: 'array',
      items: { $ref: '#/components/schemas/OpenCase' },
      description: 'Of the lost, those not heard of for longest first.',
    },
  },
  required: ['unknownTypes'],
};
