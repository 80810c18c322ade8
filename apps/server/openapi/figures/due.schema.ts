/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Due: TSchema = {
  type: 'object',
  allOf: [{ $ref: '#/components/schemas/DueCounts' }, { $ref: '#/components/schemas/AnswerHead' }],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfDueCounts' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    projection: { type: 'boolean', const: true, description: 'Nothing here has happened yet.' },
    within: { type: 'string' },
    until: { type: 'string', description: 'RFC 3339: the end of the days looked at.' },
    rows: {
      type: 'array',
      items: { $ref: '#/components/schemas/ComingDue' },
      description: 'The soonest first.',
    },
  },
  required: ['projection', 'rows', 'until', 'within'],
};
