/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Feeds: TSchema = {
  type: 'object',
  allOf: [{ $ref: '#/components/schemas/AnswerHead' }],
  properties: {
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    silent: { type: 'number' },
    feeds: {
      type: 'array',
      items: { $ref: '#/components/schemas/Feed' },
      description: 'The silent ones first, then those that have not reported for longest.',
    },
  },
  required: ['feeds', 'silent'],
};
