/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Measures: TSchema = {
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
              waits: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    wait: { type: 'string' },
                    n: { type: 'number' },
                    ended: { type: 'number' },
                    waiting: { type: 'number' },
                    closed: { type: 'number', description: 'The pathway ended first.' },
                    medianSeconds: {
                      type: ['number', 'null'],
                      description: 'Kaplan-Meier; null = not reached.',
                    },
                    medianCi95Seconds: {
                      type: 'array',
                      items: { type: ['number', 'null'] },
                      minItems: 2,
                      maxItems: 2,
                    },
                    p90Seconds: { type: ['number', 'null'] },
                    standard: {
                      type: 'object',
                      properties: {
                        share: {
                          type: 'number',
                          description: 'The share that the definition asks for.',
                        },
                        met: { type: 'number' },
                        late: { type: 'number' },
                        never: {
                          type: 'number',
                          description:
                            'Not ended although the time was over, by now or by the end of the pathway.',
                        },
                        shareMet: {
                          type: ['number', 'null'],
                          description: '`met` of the three; null where none is decided.',
                        },
                        waitingInTime: {
                          type: 'number',
                          description: 'Still waiting, and in time.',
                        },
                        shareOfWaiting: {
                          type: ['number', 'null'],
                          description: 'Of all still waiting; null where nobody is.',
                        },
                      },
                      required: [
                        'share',
                        'met',
                        'late',
                        'never',
                        'shareMet',
                        'waitingInTime',
                        'shareOfWaiting',
                      ],
                      description: 'Where the definition has a standard.',
                    },
                  },
                  required: [
                    'wait',
                    'n',
                    'ended',
                    'waiting',
                    'closed',
                    'medianSeconds',
                    'medianCi95Seconds',
                    'p90Seconds',
                  ],
                  description:
                    'One wait per patient and time that it began; those still waiting are in every number but `ended`.',
                },
                description: "In the definition's order, as the others.",
              },
              instruments: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    instrument: { type: 'string' },
                    everybody: { type: 'number', description: 'Everybody, measured or not.' },
                    withBaseline: { type: 'number' },
                    measured: { type: 'number', description: 'With a baseline and a follow-up.' },
                    shareMeasured: {
                      type: ['number', 'null'],
                      description:
                        '`measured` of everybody: the first thing to look at. Null for nobody.',
                    },
                    improved: { type: 'number' },
                    unchanged: { type: 'number' },
                    worse: { type: 'number' },
                    shareImproved: {
                      type: ['number', 'null'],
                      description: 'Of those measured; null for none.',
                    },
                    shareImprovedBounds: {
                      anyOf: [
                        {
                          type: 'object',
                          properties: { lower: { type: 'number' }, upper: { type: 'number' } },
                          required: ['lower', 'upper'],
                          description:
                            'What can be said where follow-up is missing, whatever those would have answered: the worst and the best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the missing; the width of the bounds is what the missing cost.',
                        },
                        { type: 'null' },
                      ],
                      description:
                        'Of all with a baseline, if none or all of those without a follow-up improved.',
                    },
                    meanChange: {
                      type: ['number', 'null'],
                      description:
                        "From the baseline to the latest score, on the instrument's own scale; null for none.",
                    },
                    meanChangeBounds: {
                      anyOf: [
                        {
                          type: 'object',
                          properties: { lower: { type: 'number' }, upper: { type: 'number' } },
                          required: ['lower', 'upper'],
                          description:
                            'What can be said where follow-up is missing, whatever those would have answered: the worst and the best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the missing; the width of the bounds is what the missing cost.',
                        },
                        { type: 'null' },
                      ],
                      description:
                        'Of all with a baseline, if those without a follow-up ended at the lowest or the highest score; null where the definition does not say what these are.',
                    },
                    leftOut: {
                      type: 'number',
                      description: 'Scores of another version, or off the scale.',
                    },
                  },
                  required: [
                    'instrument',
                    'everybody',
                    'withBaseline',
                    'measured',
                    'shareMeasured',
                    'improved',
                    'unchanged',
                    'worse',
                    'shareImproved',
                    'shareImprovedBounds',
                    'meanChange',
                    'meanChangeBounds',
                    'leftOut',
                  ],
                },
              },
              money: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    payer: { type: 'string' },
                    currency: { type: 'string' },
                    basis: { type: 'string', enum: ['recorded', 'modelled'] },
                    cost: { type: 'number' },
                    saving: { type: 'number' },
                    events: { type: 'number' },
                  },
                  required: ['payer', 'currency', 'basis', 'cost', 'saving', 'events'],
                  description: 'Currencies are never added up, nor are recorded and modelled sums.',
                },
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['group', 'instruments', 'money', 'patients', 'waits'],
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
    waits: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          wait: { type: 'string' },
          n: { type: 'number' },
          ended: { type: 'number' },
          waiting: { type: 'number' },
          closed: { type: 'number', description: 'The pathway ended first.' },
          medianSeconds: {
            type: ['number', 'null'],
            description: 'Kaplan-Meier; null = not reached.',
          },
          medianCi95Seconds: {
            type: 'array',
            items: { type: ['number', 'null'] },
            minItems: 2,
            maxItems: 2,
          },
          p90Seconds: { type: ['number', 'null'] },
          standard: {
            type: 'object',
            properties: {
              share: { type: 'number', description: 'The share that the definition asks for.' },
              met: { type: 'number' },
              late: { type: 'number' },
              never: {
                type: 'number',
                description:
                  'Not ended although the time was over, by now or by the end of the pathway.',
              },
              shareMet: {
                type: ['number', 'null'],
                description: '`met` of the three; null where none is decided.',
              },
              waitingInTime: { type: 'number', description: 'Still waiting, and in time.' },
              shareOfWaiting: {
                type: ['number', 'null'],
                description: 'Of all still waiting; null where nobody is.',
              },
            },
            required: [
              'share',
              'met',
              'late',
              'never',
              'shareMet',
              'waitingInTime',
              'shareOfWaiting',
            ],
            description: 'Where the definition has a standard.',
          },
        },
        required: [
          'wait',
          'n',
          'ended',
          'waiting',
          'closed',
          'medianSeconds',
          'medianCi95Seconds',
          'p90Seconds',
        ],
        description:
          'One wait per patient and time that it began; those still waiting are in every number but `ended`.',
      },
      description: "In the definition's order, as the others.",
    },
    instruments: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          instrument: { type: 'string' },
          everybody: { type: 'number', description: 'Everybody, measured or not.' },
          withBaseline: { type: 'number' },
          measured: { type: 'number', description: 'With a baseline and a follow-up.' },
          shareMeasured: {
            type: ['number', 'null'],
            description: '`measured` of everybody: the first thing to look at. Null for nobody.',
          },
          improved: { type: 'number' },
          unchanged: { type: 'number' },
          worse: { type: 'number' },
          shareImproved: {
            type: ['number', 'null'],
            description: 'Of those measured; null for none.',
          },
          shareImprovedBounds: {
            anyOf: [
              {
                type: 'object',
                properties: { lower: { type: 'number' }, upper: { type: 'number' } },
                required: ['lower', 'upper'],
                description:
                  'What can be said where follow-up is missing, whatever those would have answered: the worst and the best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the missing; the width of the bounds is what the missing cost.',
              },
              { type: 'null' },
            ],
            description:
              'Of all with a baseline, if none or all of those without a follow-up improved.',
          },
          meanChange: {
            type: ['number', 'null'],
            description:
              "From the baseline to the latest score, on the instrument's own scale; null for none.",
          },
          meanChangeBounds: {
            anyOf: [
              {
                type: 'object',
                properties: { lower: { type: 'number' }, upper: { type: 'number' } },
                required: ['lower', 'upper'],
                description:
                  'What can be said where follow-up is missing, whatever those would have answered: the worst and the best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the missing; the width of the bounds is what the missing cost.',
              },
              { type: 'null' },
            ],
            description:
              'Of all with a baseline, if those without a follow-up ended at the lowest or the highest score; null where the definition does not say what these are.',
          },
          leftOut: { type: 'number', description: 'Scores of another version, or off the scale.' },
        },
        required: [
          'instrument',
          'everybody',
          'withBaseline',
          'measured',
          'shareMeasured',
          'improved',
          'unchanged',
          'worse',
          'shareImproved',
          'shareImprovedBounds',
          'meanChange',
          'meanChangeBounds',
          'leftOut',
        ],
      },
    },
    money: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          payer: { type: 'string' },
          currency: { type: 'string' },
          basis: { type: 'string', enum: ['recorded', 'modelled'] },
          cost: { type: 'number' },
          saving: { type: 'number' },
          events: { type: 'number' },
        },
        required: ['payer', 'currency', 'basis', 'cost', 'saving', 'events'],
        description: 'Currencies are never added up, nor are recorded and modelled sums.',
      },
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
          wait: { type: 'string' },
          holder: { type: 'string', description: 'The accountable service.' },
          organisation: { type: 'string' },
          since: { type: 'string', description: 'RFC 3339.' },
          seconds: { type: 'number' },
          overStandard: { type: 'boolean' },
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
        required: ['episode', 'overStandard', 'patient', 'seconds', 'since', 'wait'],
      },
    },
  },
  required: ['definition', 'instruments', 'money', 'position', 'waits', 'zone'],
};
