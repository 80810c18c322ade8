/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Census: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfCensusFigures' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    started: {
      type: 'number',
      description: 'Patients who had entered or, where the pathway has episodes, episodes begun.',
    },
    open: { type: 'number' },
    closed: { type: 'number' },
    eventsSeen: { type: 'number', description: 'Events of all these journeys by then.' },
    ageSeconds: {
      type: 'object',
      properties: {
        median: { type: ['number', 'null'] },
        p92: { type: ['number', 'null'] },
        mean: { type: ['number', 'null'] },
        max: { type: ['number', 'null'] },
      },
      required: ['median', 'p92', 'mean', 'max'],
      description:
        'Since the event that opened the episode, of open cases; type 7, null when there are none.',
    },
    lost: { $ref: '#/components/schemas/Lost', description: 'Of the open.' },
    sinceLastEventSeconds: {
      type: 'object',
      properties: { median: { type: ['number', 'null'] } },
      required: ['median'],
    },
    openOver: { type: 'array', items: { $ref: '#/components/schemas/OpenOver' } },
    lastEventCounts: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Open cases by the type of their last event by then.',
    },
    stages: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Open cases by stage.',
    },
    holders: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Open cases by who is accountable for them; `nobody` where no service is yet.',
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
  required: [
    'ageSeconds',
    'closed',
    'definition',
    'eventsSeen',
    'holders',
    'lastEventCounts',
    'lost',
    'open',
    'openOver',
    'position',
    'sinceLastEventSeconds',
    'stages',
    'started',
    'unknownTypes',
    'zone',
  ],
};
