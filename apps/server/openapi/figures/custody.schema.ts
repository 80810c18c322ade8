/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Custody: TSchema = {
  type: 'object',
  description:
    "The totals are of the pathway's own responsibility alone; the lists are of its scopes, too.",
  allOf: [
    { $ref: '#/components/schemas/CustodyTotals' },
    { $ref: '#/components/schemas/AnswerHead' },
  ],
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfCustodyTotals' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    scopes: {
      type: 'array',
      items: { $ref: '#/components/schemas/ScopeCustody' },
      description: 'In the order of the newest definition; absent where no version has scopes.',
    },
    openOffers: {
      type: 'array',
      items: { $ref: '#/components/schemas/OpenOffer' },
      description: 'The longest overdue first, then the longest open.',
    },
    returnedOffers: {
      type: 'array',
      items: { $ref: '#/components/schemas/ReturnedOffer' },
      description: 'Offers that were refused, withdrawn or no longer needed, the latest first.',
    },
    returnedOfferCount: { type: 'number' },
    dropped: {
      type: 'array',
      items: { $ref: '#/components/schemas/DroppedPatient' },
      description:
        'Patients whom a close dropped and nobody has accepted since, the longest first.',
    },
    droppedCount: { type: 'number' },
    idleSpellCount: { type: 'number' },
    idleSpells: {
      type: 'array',
      items: { $ref: '#/components/schemas/IdleSpell' },
      description: 'The longest run of idle days first.',
    },
  },
  required: [
    'dropped',
    'droppedCount',
    'idleSpellCount',
    'idleSpells',
    'openOffers',
    'returnedOfferCount',
    'returnedOffers',
  ],
};
