/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Journeys: TSchema = {
  type: 'object',
  allOf: [{ $ref: '#/components/schemas/AnswerHead' }],
  properties: {
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    total: { type: 'number', description: 'Journeys that the filters leave, on all pages.' },
    journeys: { type: 'array', items: { $ref: '#/components/schemas/JourneyRow' } },
    cursor: {
      type: ['string', 'null'],
      description: 'What the next page is asked for with; null on the last one.',
    },
  },
  required: ['cursor', 'journeys', 'total'],
};
