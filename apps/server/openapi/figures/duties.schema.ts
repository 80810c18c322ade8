/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Duties: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: {
        anyOf: [
          {
            type: 'object',
            properties: {
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
                  lapsed: {
                    type: 'number',
                    description: 'The pathway ended before they were due.',
                  },
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
                items: {
                  type: 'object',
                  properties: {
                    duty: { type: 'string' },
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
                    lapsed: {
                      type: 'number',
                      description: 'The pathway ended before they were due.',
                    },
                    exempt: {
                      type: 'object',
                      additionalProperties: { type: 'number' },
                      description: 'Taken away in time, by code.',
                    },
                  },
                  required: [
                    'duty',
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
                description:
                  "In the newest definition's order, followed by those that only older versions have.",
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['duties', 'group', 'patients', 'total'],
          },
          {
            type: 'object',
            properties: {
              group: { type: 'string' },
              patients: { type: 'null' },
              suppressed: { type: 'boolean', const: true },
            },
            required: ['group', 'patients', 'suppressed'],
          },
        ],
        description:
          'The figure of one group; without it where the group is small or would reveal a small one.',
      },
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
      items: {
        type: 'object',
        properties: {
          duty: { type: 'string' },
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
          'duty',
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
      items: {
        type: 'object',
        properties: {
          source: { type: 'string' },
          lastAt: { type: 'string', description: 'When it last reported (RFC 3339).' },
        },
        required: ['source', 'lastAt'],
      },
      description:
        'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
    },
    evidence: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          patient: { type: 'string' },
          key: {
            type: 'string',
            description: 'The key of the episode, where the pathway has several side by side.',
          },
          episode: { type: 'number' },
          duty: { type: 'string' },
          instance: { type: 'number' },
          owner: { type: 'string' },
          organisation: { type: 'string' },
          open: { type: 'boolean' },
          dueAt: { type: 'string' },
          overdueSeconds: {
            type: 'number',
            description: 'Since it was due; of one that is closed, until it was.',
          },
          awaits: {
            type: 'array',
            items: { type: 'string' },
            description: 'Types of event that would meet it.',
          },
          from: {
            type: 'object',
            properties: {
              type: { type: 'string' },
              occurredAt: {
                type: 'string',
                description: 'An instant in the zone of the answer; a day or a month as published.',
              },
              position: { type: 'string' },
            },
            required: ['type', 'occurredAt', 'position'],
            description: 'What began it.',
          },
        },
        required: [
          'awaits',
          'dueAt',
          'duty',
          'episode',
          'instance',
          'open',
          'overdueSeconds',
          'owner',
          'patient',
        ],
      },
    },
  },
  required: ['definition', 'duties', 'position', 'total', 'zone'],
};
