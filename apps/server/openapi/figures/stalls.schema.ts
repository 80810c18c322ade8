/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Stalls: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfStallCounts' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    total: { type: 'number', description: 'Silences, each counted once.' },
    critical: { type: 'number' },
    high: { type: 'number' },
    notices: {
      type: 'number',
      description:
        'What the rules notice: of one silence a duty, a handover and a stage may each be one.',
    },
    duties: {
      type: 'number',
      description: 'Of the notices, those by duties, of handovers and of stays.',
    },
    handovers: { type: 'number' },
    stages: { type: 'number' },
    notAttributable: {
      type: 'number',
      description: 'Silences that began before anybody could have ended them.',
    },
    parked: { type: 'number', description: 'Sequences that a processor could not continue.' },
    unreadable: {
      type: 'number',
      description:
        'Patients who could not be assessed, so that their other stalls and all dimensions are unknown.',
    },
    patients: { type: 'number' },
    byOwing: {
      type: 'array',
      items: { $ref: '#/components/schemas/OwingStalls' },
      description: 'By who should send what is missing; most excess first.',
    },
    byHolder: {
      type: 'array',
      items: { $ref: '#/components/schemas/HolderStalls' },
      description:
        'By who holds the patient meanwhile; most excess first. Stalls without a holder are not included.',
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
  required: [
    'byHolder',
    'byOwing',
    'critical',
    'definition',
    'duties',
    'expected',
    'handovers',
    'high',
    'notAttributable',
    'notices',
    'parked',
    'patients',
    'position',
    'stages',
    'stalls',
    'total',
    'unreadable',
    'zone',
  ],
};
