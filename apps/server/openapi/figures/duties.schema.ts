/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Duties: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfDutyCounts' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    total: {
      type: 'object',
      properties: {
        due: { type: 'number', description: 'Due by then: the sum of the next four.' },
        met: { type: 'number' },
        metLate: { type: 'number' },
        breachedAndClosed: {
          type: 'number',
          description: 'Breached, and nobody can do it any more.',
        },
        breachedAndOpen: { type: 'number' },
        shareMet: {
          type: ['number', 'null'],
          description: '`met` of `due`; null if none was due.',
        },
        notAttributable: {
          type: 'number',
          description:
            'Of the breached ones, those that were past due before anybody could have done them.',
        },
        notYetDue: {
          type: 'number',
          description:
            'Not due yet, and not done; a duty without a due time, such as a paused one, among them.',
        },
        metAheadOfTime: {
          type: 'number',
          description: 'Done before they were due, which is still to come.',
        },
        lapsed: { type: 'number', description: 'The pathway ended before they were due.' },
        exempt: {
          type: 'object',
          additionalProperties: { type: 'number' },
          description: 'Taken away in time, by code.',
        },
      },
      required: [
        'due',
        'met',
        'metLate',
        'breachedAndClosed',
        'breachedAndOpen',
        'shareMet',
        'notAttributable',
        'notYetDue',
        'metAheadOfTime',
        'lapsed',
        'exempt',
      ],
    },
    duties: {
      type: 'array',
      items: { $ref: '#/components/schemas/DutyCompliance' },
      description:
        "In the newest definition's order, followed by those that only older versions have.",
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
    evidence: { type: 'array', items: { $ref: '#/components/schemas/BreachedDuty' } },
  },
  required: ['definition', 'duties', 'position', 'total', 'zone'],
};
