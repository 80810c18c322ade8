/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Queues: TSchema = {
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
              queues: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    queue: { type: 'string' },
                    joined: {
                      type: 'number',
                      description: 'Entries: a patient may join a queue more than once.',
                    },
                    served: { type: 'number' },
                    left: { type: 'number' },
                    waiting: { type: 'number' },
                    overtaken: {
                      type: 'number',
                      description: 'Entries that were overtaken at least once.',
                    },
                    removed: {
                      type: 'object',
                      additionalProperties: { type: 'number' },
                      description:
                        'Of those who left, by the type of the event by which; the most frequent first.',
                    },
                    residual: {
                      type: 'number',
                      description:
                        'Those who left without an event that says why: must be 0 for the queue to add up.',
                    },
                    urgencies: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          urgency: { type: ['string', 'null'] },
                          joined: { type: 'number' },
                          waiting: { type: 'number' },
                          overtaken: { type: 'number' },
                        },
                        required: ['urgency', 'joined', 'waiting', 'overtaken'],
                      },
                      description:
                        'The most urgent first; one that the definition does not name is null, last.',
                    },
                    ages: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          ages: {
                            type: 'string',
                            enum: ['under-18', '18-66', '67-and-over', 'not-known'],
                          },
                          patients: { type: ['number', 'null'] },
                          joined: { type: ['number', 'null'] },
                          overtaken: { type: ['number', 'null'] },
                        },
                        required: ['ages', 'patients', 'joined', 'overtaken'],
                        description:
                          'All null: suppressed, because the group is small or would reveal a small one.',
                      },
                    },
                    periods: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          from: {
                            type: 'string',
                            description: 'RFC 3339: the first instant, and the last.',
                          },
                          until: { type: 'string' },
                          openBefore: { type: 'number' },
                          joined: { type: 'number' },
                          served: { type: 'number' },
                          removed: {
                            type: 'number',
                            description:
                              'For a coded reason: an event by which one leaves, or which ends the pathway.',
                          },
                          openAfter: {
                            type: 'number',
                            description:
                              'Counted by who was waiting then, not from the numbers before.',
                          },
                          residual: {
                            type: 'number',
                            description: '`openBefore + joined − served − removed − openAfter`.',
                          },
                        },
                        required: [
                          'from',
                          'until',
                          'openBefore',
                          'joined',
                          'served',
                          'removed',
                          'openAfter',
                          'residual',
                        ],
                      },
                    },
                    pressure: {
                      type: 'object',
                      properties: {
                        target: {
                          type: 'string',
                          description:
                            'Of the query, or the standard of the wait that the definition measures on this queue.',
                        },
                        demandPerWeek: {
                          type: 'number',
                          description: 'New entries per week, over the last twelve weeks.',
                        },
                        meanWaitSeconds: {
                          type: ['number', 'null'],
                          description: 'Of those waiting; null where nobody is.',
                        },
                        pressure: {
                          type: ['number', 'null'],
                          description:
                            '2 × mean wait ÷ target: above 1 the queue is longer than the target bears.',
                        },
                        targetQueue: {
                          type: 'number',
                          description:
                            'Demand × target ÷ 4: how many may wait for almost all to be served within the target.',
                        },
                        reliefCapacityPerWeek: {
                          type: 'number',
                          description:
                            'To be served per week so that the queue is there in half a year.',
                        },
                      },
                      required: [
                        'target',
                        'demandPerWeek',
                        'meanWaitSeconds',
                        'pressure',
                        'targetQueue',
                        'reliefCapacityPerWeek',
                      ],
                      description: 'Where a target is known.',
                    },
                  },
                  required: [
                    'queue',
                    'joined',
                    'served',
                    'left',
                    'waiting',
                    'overtaken',
                    'removed',
                    'residual',
                    'urgencies',
                    'ages',
                  ],
                },
                description:
                  "In the newest definition's order, followed by those that only older versions have.",
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['group', 'patients', 'queues'],
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
    queues: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          queue: { type: 'string' },
          joined: {
            type: 'number',
            description: 'Entries: a patient may join a queue more than once.',
          },
          served: { type: 'number' },
          left: { type: 'number' },
          waiting: { type: 'number' },
          overtaken: { type: 'number', description: 'Entries that were overtaken at least once.' },
          removed: {
            type: 'object',
            additionalProperties: { type: 'number' },
            description:
              'Of those who left, by the type of the event by which; the most frequent first.',
          },
          residual: {
            type: 'number',
            description:
              'Those who left without an event that says why: must be 0 for the queue to add up.',
          },
          urgencies: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                urgency: { type: ['string', 'null'] },
                joined: { type: 'number' },
                waiting: { type: 'number' },
                overtaken: { type: 'number' },
              },
              required: ['urgency', 'joined', 'waiting', 'overtaken'],
            },
            description:
              'The most urgent first; one that the definition does not name is null, last.',
          },
          ages: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                ages: { type: 'string', enum: ['under-18', '18-66', '67-and-over', 'not-known'] },
                patients: { type: ['number', 'null'] },
                joined: { type: ['number', 'null'] },
                overtaken: { type: ['number', 'null'] },
              },
              required: ['ages', 'patients', 'joined', 'overtaken'],
              description:
                'All null: suppressed, because the group is small or would reveal a small one.',
            },
          },
          periods: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                from: { type: 'string', description: 'RFC 3339: the first instant, and the last.' },
                until: { type: 'string' },
                openBefore: { type: 'number' },
                joined: { type: 'number' },
                served: { type: 'number' },
                removed: {
                  type: 'number',
                  description:
                    'For a coded reason: an event by which one leaves, or which ends the pathway.',
                },
                openAfter: {
                  type: 'number',
                  description: 'Counted by who was waiting then, not from the numbers before.',
                },
                residual: {
                  type: 'number',
                  description: '`openBefore + joined − served − removed − openAfter`.',
                },
              },
              required: [
                'from',
                'until',
                'openBefore',
                'joined',
                'served',
                'removed',
                'openAfter',
                'residual',
              ],
            },
          },
          pressure: {
            type: 'object',
            properties: {
              target: {
                type: 'string',
                description:
                  'Of the query, or the standard of the wait that the definition measures on this queue.',
              },
              demandPerWeek: {
                type: 'number',
                description: 'New entries per week, over the last twelve weeks.',
              },
              meanWaitSeconds: {
                type: ['number', 'null'],
                description: 'Of those waiting; null where nobody is.',
              },
              pressure: {
                type: ['number', 'null'],
                description:
                  '2 × mean wait ÷ target: above 1 the queue is longer than the target bears.',
              },
              targetQueue: {
                type: 'number',
                description:
                  'Demand × target ÷ 4: how many may wait for almost all to be served within the target.',
              },
              reliefCapacityPerWeek: {
                type: 'number',
                description: 'To be served per week so that the queue is there in half a year.',
              },
            },
            required: [
              'target',
              'demandPerWeek',
              'meanWaitSeconds',
              'pressure',
              'targetQueue',
              'reliefCapacityPerWeek',
            ],
            description: 'Where a target is known.',
          },
        },
        required: [
          'queue',
          'joined',
          'served',
          'left',
          'waiting',
          'overtaken',
          'removed',
          'residual',
          'urgencies',
          'ages',
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
    total: { type: 'number' },
    overtakings: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          queue: { type: 'string' },
          urgency: {
            type: ['string', 'null'],
            description:
              'The urgency of both, as the definition orders it; null if it does not order it.',
          },
          overtaken: { type: 'string' },
          by: { type: 'string' },
          at: { type: 'string', description: 'When the overtaking patient was served (RFC 3339).' },
          joinedEarlierSeconds: { type: 'number' },
          waitedOnSeconds: {
            type: ['number', 'null'],
            description:
              'How long the overtaken patient waited afterwards; null while still waiting.',
          },
        },
        required: [
          'queue',
          'urgency',
          'overtaken',
          'by',
          'at',
          'joinedEarlierSeconds',
          'waitedOnSeconds',
        ],
      },
      description: 'In the order in which they happened.',
    },
  },
  required: ['definition', 'overtakings', 'position', 'queues', 'total', 'zone'],
};
