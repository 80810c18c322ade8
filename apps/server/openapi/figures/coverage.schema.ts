/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Coverage: TSchema = {
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
              goals: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    goal: {
                      type: 'array',
                      items: { type: 'string' },
                      description:
                        'Types of event that end the waits for it: it is named by these.',
                    },
                    waits: {
                      type: 'array',
                      items: { type: 'string' },
                      description: 'Ids of the measured waits that end with it.',
                    },
                    episodes: {
                      type: 'number',
                      description:
                        'Open episodes in which it is or was waited for: the sum of the next two.',
                    },
                    with: { type: 'number' },
                    without: { type: 'number' },
                    share: {
                      type: ['number', 'null'],
                      description: '`with` of all; null where nobody waits for it.',
                    },
                    declined: {
                      type: 'object',
                      additionalProperties: { type: 'number' },
                      description: 'Of those without, by code.',
                    },
                    longestSeconds: {
                      type: ['number', 'null'],
                      description:
                        'Of those without who did not decline, how long the longest has stood without; null for none.',
                    },
                  },
                  required: [
                    'goal',
                    'waits',
                    'episodes',
                    'with',
                    'without',
                    'share',
                    'declined',
                    'longestSeconds',
                  ],
                },
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['goals', 'group', 'patients'],
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
    goals: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          goal: {
            type: 'array',
            items: { type: 'string' },
            description: 'Types of event that end the waits for it: it is named by these.',
          },
          waits: {
            type: 'array',
            items: { type: 'string' },
            description: 'Ids of the measured waits that end with it.',
          },
          episodes: {
            type: 'number',
            description: 'Open episodes in which it is or was waited for: the sum of the next two.',
          },
          with: { type: 'number' },
          without: { type: 'number' },
          share: {
            type: ['number', 'null'],
            description: '`with` of all; null where nobody waits for it.',
          },
          declined: {
            type: 'object',
            additionalProperties: { type: 'number' },
            description: 'Of those without, by code.',
          },
          longestSeconds: {
            type: ['number', 'null'],
            description:
              'Of those without who did not decline, how long the longest has stood without; null for none.',
          },
        },
        required: [
          'goal',
          'waits',
          'episodes',
          'with',
          'without',
          'share',
          'declined',
          'longestSeconds',
        ],
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
          goal: { type: 'array', items: { type: 'string' } },
          wait: { type: 'string' },
          holder: { type: 'string', description: 'The accountable service.' },
          organisation: { type: 'string' },
          since: { type: 'string', description: 'RFC 3339.' },
          seconds: { type: 'number' },
          declined: {
            type: 'object',
            properties: {
              code: { type: 'string' },
              event: {
                type: 'object',
                properties: {
                  type: { type: 'string' },
                  occurredAt: {
                    type: 'string',
                    description:
                      'An instant in the zone of the answer; a day or a month as published.',
                  },
                  position: { type: 'string' },
                },
                required: ['type', 'occurredAt', 'position'],
                description: 'An event behind a figure.',
              },
            },
            required: ['code', 'event'],
            description: 'Present where the patient declined: the code, and the event.',
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
            description: 'What began the wait.',
          },
        },
        required: ['episode', 'goal', 'patient', 'seconds', 'since', 'wait'],
      },
    },
  },
  required: ['definition', 'goals', 'position', 'zone'],
};
