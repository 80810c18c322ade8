/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Waits: TSchema = {
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
              n: { type: 'number' },
              events: { type: 'number' },
              censored: {
                type: 'number',
                description:
                  'Not ended when last seen: open, lost, or cut off by the close of their episode.',
              },
              lost: {
                type: 'number',
                description:
                  'Of the censored, those of which nothing was heard for as long as `lostAfter`.',
              },
              lateEntries: {
                type: 'number',
                description:
                  'Of all, those that had begun before `observedFrom`; they are at risk from then on.',
              },
              begunBy: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: { type: { type: 'string' }, n: { type: 'number' } },
                  required: ['type', 'n'],
                },
                description: 'How often each type of event began one, the most frequent first.',
              },
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
              medianCi95: {
                type: 'array',
                items: { type: 'string', enum: ['known', 'not-reached', 'unknown'] },
                minItems: 2,
                maxItems: 2,
                description:
                  'Ends of that interval that are open (`not-reached`) or cannot be known (`unknown`).',
              },
              quantilesSeconds: {
                type: 'object',
                properties: {
                  p80: { type: ['number', 'null'] },
                  p90: { type: ['number', 'null'] },
                  p92: { type: ['number', 'null'] },
                },
                required: ['p80', 'p90', 'p92'],
                description: 'Times by which 80, 90 and 92 % had ended; null = not reached.',
              },
              completedOnly: {
                type: 'object',
                properties: {
                  n: { type: 'number' },
                  medianSeconds: { type: ['number', 'null'] },
                  p90Seconds: { type: ['number', 'null'] },
                },
                required: ['n', 'medianSeconds', 'p90Seconds'],
                description: 'Of ended waits only: the naive figure. Never use it alone.',
              },
              within: {
                type: 'object',
                properties: {
                  limit: { type: 'string' },
                  limitSeconds: {
                    type: 'number',
                    description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
                  },
                  met: { type: 'number' },
                  late: { type: 'number' },
                  never: {
                    type: 'number',
                    description:
                      'Not ended although the limit had passed by the as-of instant or by the close of the episode; without an as-of instant, by the last that is known of the patient.',
                  },
                  lateOrNever: { type: 'number' },
                  notYetDue: {
                    type: 'number',
                    description:
                      'Not ended, and the limit had not passed by then; not part of any share.',
                  },
                  shareLateOrNever: {
                    type: ['number', 'null'],
                    description: 'Of all that were due; null if none was.',
                  },
                  shareLateOfCompleted: {
                    type: ['number', 'null'],
                    description: 'Of those that ended; null if none did.',
                  },
                },
                required: [
                  'limit',
                  'limitSeconds',
                  'met',
                  'late',
                  'never',
                  'lateOrNever',
                  'notYetDue',
                  'shareLateOrNever',
                  'shareLateOfCompleted',
                ],
                description: 'Of those that were watched from the start.',
              },
              at: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    at: { type: 'string' },
                    seconds: {
                      type: 'number',
                      description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
                    },
                    share: { type: 'number' },
                    lower: {
                      type: ['number', 'null'],
                      description: '95 % interval; null where everybody had got there.',
                    },
                    upper: { type: ['number', 'null'] },
                    atRisk: {
                      type: 'number',
                      description: 'Number still at risk just before this time.',
                    },
                    fewCases: {
                      type: 'boolean',
                      const: true,
                      description: 'Too few cases for the interval to hold what it promises.',
                    },
                  },
                  required: ['at', 'seconds', 'share', 'lower', 'upper', 'atRisk'],
                  description:
                    'The share that had got there by a time, counted from the start of each wait.',
                },
              },
              fewCases: {
                type: 'boolean',
                const: true,
                description:
                  'The interval of the median rests on too few cases to hold what it promises.',
              },
              survival: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    seconds: { type: 'number' },
                    atRisk: { type: 'number' },
                    events: { type: 'number' },
                    probability: {
                      type: 'number',
                      description: 'Share for whom it had not happened after this time.',
                    },
                    lower: {
                      type: ['number', 'null'],
                      description:
                        "95 % interval: Greenwood's variance on the log scale, as R's `survfit` by default, upper end at most 1; null where it is not defined (probability 0).",
                    },
                    upper: { type: ['number', 'null'] },
                  },
                  required: ['seconds', 'atRisk', 'events', 'probability', 'lower', 'upper'],
                },
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: [
              'begunBy',
              'censored',
              'completedOnly',
              'events',
              'group',
              'medianCi95',
              'medianCi95Seconds',
              'medianSeconds',
              'n',
              'patients',
              'quantilesSeconds',
              'survival',
            ],
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
    n: { type: 'number' },
    events: { type: 'number' },
    censored: {
      type: 'number',
      description:
        'Not ended when last seen: open, lost, or cut off by the close of their episode.',
    },
    lost: {
      type: 'number',
      description: 'Of the censored, those of which nothing was heard for as long as `lostAfter`.',
    },
    lateEntries: {
      type: 'number',
      description:
        'Of all, those that had begun before `observedFrom`; they are at risk from then on.',
    },
    begunBy: {
      type: 'array',
      items: {
        type: 'object',
        properties: { type: { type: 'string' }, n: { type: 'number' } },
        required: ['type', 'n'],
      },
      description: 'How often each type of event began one, the most frequent first.',
    },
    medianSeconds: { type: ['number', 'null'], description: 'Kaplan-Meier; null = not reached.' },
    medianCi95Seconds: {
      type: 'array',
      items: { type: ['number', 'null'] },
      minItems: 2,
      maxItems: 2,
    },
    medianCi95: {
      type: 'array',
      items: { type: 'string', enum: ['known', 'not-reached', 'unknown'] },
      minItems: 2,
      maxItems: 2,
      description:
        'Ends of that interval that are open (`not-reached`) or cannot be known (`unknown`).',
    },
    quantilesSeconds: {
      type: 'object',
      properties: {
        p80: { type: ['number', 'null'] },
        p90: { type: ['number', 'null'] },
        p92: { type: ['number', 'null'] },
      },
      required: ['p80', 'p90', 'p92'],
      description: 'Times by which 80, 90 and 92 % had ended; null = not reached.',
    },
    completedOnly: {
      type: 'object',
      properties: {
        n: { type: 'number' },
        medianSeconds: { type: ['number', 'null'] },
        p90Seconds: { type: ['number', 'null'] },
      },
      required: ['n', 'medianSeconds', 'p90Seconds'],
      description: 'Of ended waits only: the naive figure. Never use it alone.',
    },
    within: {
      type: 'object',
      properties: {
        limit: { type: 'string' },
        limitSeconds: {
          type: 'number',
          description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
        },
        met: { type: 'number' },
        late: { type: 'number' },
        never: {
          type: 'number',
          description:
            'Not ended although the limit had passed by the as-of instant or by the close of the episode; without an as-of instant, by the last that is known of the patient.',
        },
        lateOrNever: { type: 'number' },
        notYetDue: {
          type: 'number',
          description: 'Not ended, and the limit had not passed by then; not part of any share.',
        },
        shareLateOrNever: {
          type: ['number', 'null'],
          description: 'Of all that were due; null if none was.',
        },
        shareLateOfCompleted: {
          type: ['number', 'null'],
          description: 'Of those that ended; null if none did.',
        },
      },
      required: [
        'limit',
        'limitSeconds',
        'met',
        'late',
        'never',
        'lateOrNever',
        'notYetDue',
        'shareLateOrNever',
        'shareLateOfCompleted',
      ],
      description: 'Of those that were watched from the start.',
    },
    at: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          at: { type: 'string' },
          seconds: {
            type: 'number',
            description: 'Elapsed; a day counts 24 hours and a month 30.4375 days.',
          },
          share: { type: 'number' },
          lower: {
            type: ['number', 'null'],
            description: '95 % interval; null where everybody had got there.',
          },
          upper: { type: ['number', 'null'] },
          atRisk: { type: 'number', description: 'Number still at risk just before this time.' },
          fewCases: {
            type: 'boolean',
            const: true,
            description: 'Too few cases for the interval to hold what it promises.',
          },
        },
        required: ['at', 'seconds', 'share', 'lower', 'upper', 'atRisk'],
        description: 'The share that had got there by a time, counted from the start of each wait.',
      },
    },
    fewCases: {
      type: 'boolean',
      const: true,
      description: 'The interval of the median rests on too few cases to hold what it promises.',
    },
    survival: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          seconds: { type: 'number' },
          atRisk: { type: 'number' },
          events: { type: 'number' },
          probability: {
            type: 'number',
            description: 'Share for whom it had not happened after this time.',
          },
          lower: {
            type: ['number', 'null'],
            description:
              "95 % interval: Greenwood's variance on the log scale, as R's `survfit` by default, upper end at most 1; null where it is not defined (probability 0).",
          },
          upper: { type: ['number', 'null'] },
        },
        required: ['seconds', 'atRisk', 'events', 'probability', 'lower', 'upper'],
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
    difference: {
      type: 'object',
      properties: {
        test: { type: 'string', const: 'log-rank' },
        chiSquare: { type: 'number' },
        df: { type: 'number' },
        p: {
          type: ['number', 'null'],
          description:
            'How often chance alone gives differences as large; null if there is nothing to compare.',
        },
      },
      required: ['test', 'chiSquare', 'df', 'p'],
      description: 'Whether the groups shown differ by more than chance would do.',
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
          episode: {
            type: 'number',
            description: 'Number of the episode; absent where the pathway has none.',
          },
          entry: {
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
            description: 'An event behind a figure.',
          },
          exit: {
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
            description: 'An event behind a figure.',
          },
          lost: {
            type: 'boolean',
            const: true,
            description: 'Open, and nothing was heard of it for as long as the query says.',
          },
          seconds: { type: 'number' },
        },
        required: ['patient', 'entry', 'seconds'],
      },
    },
  },
  required: [
    'begunBy',
    'censor',
    'censored',
    'completedOnly',
    'definition',
    'events',
    'from',
    'medianCi95',
    'medianCi95Seconds',
    'medianSeconds',
    'n',
    'position',
    'quantilesSeconds',
    'survival',
    'to',
    'zone',
  ],
};
