/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Trend: TSchema = {
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
              chart: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {
                      mean: { type: 'number' },
                      lower: { type: 'number' },
                      upper: { type: 'number' },
                      meanMovingRange: { type: 'number' },
                      months: { type: 'number', description: 'How many months it is drawn of.' },
                    },
                    required: ['mean', 'lower', 'upper', 'meanMovingRange', 'months'],
                    description:
                      'The limits of the usual variation; null for fewer than two months.',
                  },
                  { type: 'null' },
                ],
              },
              months: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    month: { type: 'string' },
                    complete: {
                      type: 'boolean',
                      description: 'The month was over by the as-of instant.',
                    },
                    n: {
                      type: 'number',
                      description:
                        'Cases at risk: those that began in the month or, by period, those open at some time in it.',
                    },
                    started: { type: 'number' },
                    ended: {
                      type: 'number',
                      description: 'By cohort, of those that began in the month.',
                    },
                    open: {
                      type: 'number',
                      description:
                        'By cohort, of those that began in the month by the as-of instant; by period, at its end.',
                    },
                    medianSeconds: {
                      type: ['number', 'null'],
                      description: 'Kaplan-Meier; null = not reached.',
                    },
                    shareWithin: {
                      type: ['number', 'null'],
                      description: 'Kaplan-Meier at the limit; null where nobody was at risk.',
                    },
                    breached: {
                      type: 'number',
                      description:
                        'By period, those that became due in the month and were not there.',
                    },
                    value: {
                      type: ['number', 'null'],
                      description:
                        'The measure; null where it cannot be known yet, and the chart leaves the month out.',
                    },
                    signals: {
                      type: 'array',
                      items: {
                        type: 'string',
                        enum: ['outside', 'shift', 'trend', 'near-limit'],
                        description:
                          '`outside`: beyond a limit. `shift`: one of seven or more in a row on one side of the mean. `trend`: one of seven or more in a row that rise or fall. `near-limit`: beyond two thirds of the way to a limit, as another of three in a row on the same side.',
                      },
                      description: 'Which rules of the chart the month breaks.',
                    },
                  },
                  required: [
                    'month',
                    'complete',
                    'n',
                    'started',
                    'ended',
                    'open',
                    'medianSeconds',
                    'value',
                    'signals',
                  ],
                },
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['chart', 'group', 'months', 'patients'],
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
    chart: {
      anyOf: [
        {
          type: 'object',
          properties: {
            mean: { type: 'number' },
            lower: { type: 'number' },
            upper: { type: 'number' },
            meanMovingRange: { type: 'number' },
            months: { type: 'number', description: 'How many months it is drawn of.' },
          },
          required: ['mean', 'lower', 'upper', 'meanMovingRange', 'months'],
          description: 'The limits of the usual variation; null for fewer than two months.',
        },
        { type: 'null' },
      ],
    },
    months: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          month: { type: 'string' },
          complete: { type: 'boolean', description: 'The month was over by the as-of instant.' },
          n: {
            type: 'number',
            description:
              'Cases at risk: those that began in the month or, by period, those open at some time in it.',
          },
          started: { type: 'number' },
          ended: { type: 'number', description: 'By cohort, of those that began in the month.' },
          open: {
            type: 'number',
            description:
              'By cohort, of those that began in the month by the as-of instant; by period, at its end.',
          },
          medianSeconds: {
            type: ['number', 'null'],
            description: 'Kaplan-Meier; null = not reached.',
          },
          shareWithin: {
            type: ['number', 'null'],
            description: 'Kaplan-Meier at the limit; null where nobody was at risk.',
          },
          breached: {
            type: 'number',
            description: 'By period, those that became due in the month and were not there.',
          },
          value: {
            type: ['number', 'null'],
            description:
              'The measure; null where it cannot be known yet, and the chart leaves the month out.',
          },
          signals: {
            type: 'array',
            items: {
              type: 'string',
              enum: ['outside', 'shift', 'trend', 'near-limit'],
              description:
                '`outside`: beyond a limit. `shift`: one of seven or more in a row on one side of the mean. `trend`: one of seven or more in a row that rise or fall. `near-limit`: beyond two thirds of the way to a limit, as another of three in a row on the same side.',
            },
            description: 'Which rules of the chart the month breaks.',
          },
        },
        required: [
          'month',
          'complete',
          'n',
          'started',
          'ended',
          'open',
          'medianSeconds',
          'value',
          'signals',
        ],
      },
    },
    censor: {
      type: 'string',
      enum: ['last-event', 'as-of'],
      description:
        "Where an open spell is censored: at the patient's last event by then (nothing is known of the patient after it), or at the as-of instant (the patient is known to be still waiting); or at the close of its episode if that was earlier.",
    },
    leftOut: {
      type: 'object',
      properties: { open: { type: 'number' }, since: { type: ['string', 'null'] } },
      required: ['open', 'since'],
      description:
        "What censoring at `last-event` leaves out: so many spells were open and count only up to their patient's last event, the earliest of them since then (RFC 3339, null if there are none). Whoever was forgotten is among them.",
    },
    wholeDays: {
      type: 'boolean',
      const: true,
      description:
        "Spells are counted in whole days, from date to date in the pathway's zone, as the limits are.",
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
    from: { type: 'array', items: { type: 'string' } },
    to: { type: 'array', items: { type: 'string' } },
    measure: {
      type: 'string',
      enum: ['median', 'share-within', 'started', 'ended', 'open', 'breached'],
      description:
        '`median`: how long half of them took; `share-within`: the share that got there within the limit; `started`, `ended`, `open` at the end of the month, and `breached`: not there when due.',
    },
    by: { type: 'string', enum: ['cohort', 'period'] },
    within: { type: 'string' },
    withinSeconds: {
      type: 'number',
      description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
    },
  },
  required: [
    'by',
    'censor',
    'chart',
    'definition',
    'from',
    'measure',
    'months',
    'position',
    'to',
    'zone',
  ],
};
