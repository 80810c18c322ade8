/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Custody: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfCustodyTotals' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    passedBack: {
      type: 'number',
      description:
        'Times that responsibility came back to a service or organisation that had passed it on.',
    },
    pingPongPatients: {
      type: 'number',
      description:
        'Patients to whom that happened at least twice in one episode: to and fro, and to again.',
    },
    organisations: {
      type: 'array',
      items: { $ref: '#/components/schemas/OrganisationCustody' },
      description:
        'Those with most patients first; absent where no service is bound to organisations.',
    },
    unknownOrganisation: { $ref: '#/components/schemas/UnknownOrganisation' },
    withoutHolderSeconds: {
      type: 'number',
      description:
        'Patient-time during which nobody was accountable although somebody ought to have been.',
    },
    heldTwiceSeconds: {
      type: 'number',
      description: 'Patient-time during which more than one service was accountable. Must be 0.',
    },
    total: { $ref: '#/components/schemas/CustodyCounts' },
    services: {
      type: 'array',
      items: { $ref: '#/components/schemas/ServiceCustody' },
      description:
        'Services that held a patient or were offered one, those with most patients first.',
    },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed and are not counted in this answer. `stalls` names them.',
    },
    position: {
      type: ['string', 'null'],
      description: 'Position of the last event taken into account; null for an empty log.',
    },
    definition: {
      type: 'object',
      properties: { id: { type: 'string' }, version: { type: 'number' }, hash: { type: 'string' } },
      required: ['id', 'version'],
      description:
        'The newest definition, which provides names and expectations; each episode is assessed under the version it is pinned to. Without a hash if none was published.',
    },
    zone: {
      type: 'string',
      description:
        'IANA zone of the pathway, in which the answer counts days and writes its instants.',
    },
    asOf: { type: 'string', description: 'RFC 3339, in that zone.' },
    knownAt: { type: 'string' },
    asOfDay: {
      type: 'string',
      description: 'The dates that were asked for, at the ends of which these are.',
    },
    knownAtDay: { type: 'string' },
    silentFeeds: {
      type: 'array',
      items: { $ref: '#/components/schemas/SilentSource' },
      description:
        'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
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
    'definition',
    'dropped',
    'droppedCount',
    'heldTwiceSeconds',
    'idleSpellCount',
    'idleSpells',
    'openOffers',
    'passedBack',
    'pingPongPatients',
    'position',
    'returnedOfferCount',
    'returnedOffers',
    'services',
    'total',
    'withoutHolderSeconds',
    'zone',
  ],
  description:
    "The totals are of the pathway's own responsibility alone; the lists are of its scopes, too.",
};
