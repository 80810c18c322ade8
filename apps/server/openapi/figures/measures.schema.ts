/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Measures: TSchema = {
  type: 'object',
  allOf: [
    { $ref: '#/components/schemas/MeasuredTotals' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfMeasuredTotals' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    evidence: { type: 'array', items: { $ref: '#/components/schemas/Waiting' } },
  },
};
