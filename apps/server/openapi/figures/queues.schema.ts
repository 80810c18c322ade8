/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Queues: TSchema = {
  type: 'object',
  allOf: [{ $ref: '#/components/schemas/QueuesOf' }, { $ref: '#/components/schemas/AnswerHead' }],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfQueuesOf' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    total: { type: 'number' },
    overtakings: {
      type: 'array',
      items: { $ref: '#/components/schemas/OvertakingDto' },
      description: 'In the order in which they happened.',
    },
  },
  required: ['overtakings', 'total'],
};
