/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const ReturnToWork: TSchema = {
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
              n: {
                type: 'number',
                description: 'Spells of sick leave: one per episode with sick leave.',
              },
              counts: {
                type: 'object',
                properties: {
                  'sustained-return': { type: 'number' },
                  'partial-return': { type: 'number' },
                  AAP: { type: 'number' },
                  pension: { type: 'number' },
                  death: { type: 'number' },
                },
                required: ['sustained-return', 'partial-return', 'AAP', 'pension', 'death'],
                description: 'How often each came first.',
              },
              censored: { type: 'number' },
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
            required: ['at', 'censored', 'counts', 'group', 'n', 'patients'],
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
    n: { type: 'number', description: 'Spells of sick leave: one per episode with sick leave.' },
    counts: {
      type: 'object',
      properties: {
        'sustained-return': { type: 'number' },
        'partial-return': { type: 'number' },
        AAP: { type: 'number' },
        pension: { type: 'number' },
        death: { type: 'number' },
      },
      required: ['sustained-return', 'partial-return', 'AAP', 'pension', 'death'],
      description: 'How often each came first.',
    },
    censored: { type: 'number' },
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
    sustained: { type: 'string' },
  },
  required: ['at', 'censored', 'counts', 'definition', 'n', 'position', 'sustained', 'zone'],
};
