/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Outcomes: TSchema = {
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
              counts: {
                type: 'object',
                additionalProperties: { type: 'number' },
                description: 'Number of ends by cause, by label.',
              },
              at: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    at: { type: 'string' },
                    seconds: { type: 'number' },
                    causes: {
                      type: 'object',
                      additionalProperties: { type: 'number' },
                      description: 'Aalen-Johansen: share for whom this happened first, by label.',
                    },
                    intervals: {
                      type: 'object',
                      additionalProperties: {
                        type: 'object',
                        properties: {
                          lower: {
                            type: ['number', 'null'],
                            description:
                              "On the log scale, as R's `survfit` of several states; null where the share is 0.",
                          },
                          upper: { type: ['number', 'null'] },
                          fewCases: {
                            type: 'boolean',
                            const: true,
                            description: 'Too few cases for the interval to hold what it promises.',
                          },
                        },
                        required: ['lower', 'upper'],
                      },
                      description: '95 % interval of each of them, by label.',
                    },
                    none: {
                      type: 'number',
                      description: 'Share for whom none of these had happened.',
                    },
                    noneInterval: {
                      type: 'object',
                      properties: {
                        lower: {
                          type: ['number', 'null'],
                          description:
                            "On the log scale, as R's `survfit` of several states; null where the share is 0.",
                        },
                        upper: { type: ['number', 'null'] },
                        fewCases: {
                          type: 'boolean',
                          const: true,
                          description: 'Too few cases for the interval to hold what it promises.',
                        },
                      },
                      required: ['lower', 'upper'],
                    },
                    atRisk: {
                      type: 'number',
                      description: 'Number still at risk just before this time.',
                    },
                  },
                  required: [
                    'at',
                    'seconds',
                    'causes',
                    'intervals',
                    'none',
                    'noneInterval',
                    'atRisk',
                  ],
                },
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['at', 'begunBy', 'censored', 'counts', 'events', 'group', 'n', 'patients'],
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
    counts: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Number of ends by cause, by label.',
    },
    at: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          at: { type: 'string' },
          seconds: { type: 'number' },
          causes: {
            type: 'object',
            additionalProperties: { type: 'number' },
            description: 'Aalen-Johansen: share for whom this happened first, by label.',
          },
          intervals: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: {
                lower: {
                  type: ['number', 'null'],
                  description:
                    "On the log scale, as R's `survfit` of several states; null where the share is 0.",
                },
                upper: { type: ['number', 'null'] },
                fewCases: {
                  type: 'boolean',
                  const: true,
                  description: 'Too few cases for the interval to hold what it promises.',
                },
              },
              required: ['lower', 'upper'],
            },
            description: '95 % interval of each of them, by label.',
          },
          none: { type: 'number', description: 'Share for whom none of these had happened.' },
          noneInterval: {
            type: 'object',
            properties: {
              lower: {
                type: ['number', 'null'],
                description:
                  "On the log scale, as R's `survfit` of several states; null where the share is 0.",
              },
              upper: { type: ['number', 'null'] },
              fewCases: {
                type: 'boolean',
                const: true,
                description: 'Too few cases for the interval to hold what it promises.',
              },
            },
            required: ['lower', 'upper'],
          },
          atRisk: { type: 'number', description: 'Number still at risk just before this time.' },
        },
        required: ['at', 'seconds', 'causes', 'intervals', 'none', 'noneInterval', 'atRisk'],
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
      description:
        'Whether the groups shown differ by more than chance would do in how long any of it takes.',
    },
    differences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          group: { type: 'string' },
          against: { type: 'string' },
          at: { type: 'string' },
          causes: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: {
                difference: { type: 'number' },
                lower: { type: 'number', description: '95 % interval.' },
                upper: { type: 'number' },
                fewCases: { type: 'boolean', const: true },
              },
              required: ['difference', 'lower', 'upper'],
            },
            description: 'Cumulative incidence here less that in the other group, by label.',
          },
        },
        required: ['group', 'against', 'at', 'causes'],
        description:
          'How much more often something had happened in a group than in the largest one.',
      },
      description: 'Of each group shown, against the one with most patients.',
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
    'at',
    'begunBy',
    'censor',
    'censored',
    'counts',
    'definition',
    'events',
    'from',
    'n',
    'position',
    'zone',
  ],
};
