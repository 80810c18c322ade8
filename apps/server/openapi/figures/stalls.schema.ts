/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Stalls: TSchema = {
  type: 'object',
  allOf: [
    { $ref: '#/components/schemas/StallCounts' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfStallCounts' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    expected: {
      type: 'array',
      items: { $ref: '#/components/schemas/ExpectedStay' },
      description: 'The expectation for each stage, of everybody on the pathway.',
    },
    stalls: {
      type: 'array',
      items: { $ref: '#/components/schemas/Stall' },
      description:
        'Unreadable patients, then the most severe, then the largest excess first, then by patient.',
    },
    next: {
      type: 'string',
      description: 'Where more rows follow: they are asked for with it as `after`.',
    },
  },
  required: ['expected', 'stalls'],
};
