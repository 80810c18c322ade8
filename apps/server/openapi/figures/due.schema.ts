/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Due: TSchema = {
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
              due: { type: 'number' },
              elements: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    kind: { type: 'string', enum: ['duty', 'handover'] },
                    id: { type: 'string' },
                    due: { type: 'number' },
                    expectedBreaches: {
                      type: ['number', 'null'],
                      description: 'Sum of the risks; null where that of any is not known.',
                    },
                  },
                  required: ['kind', 'id', 'due', 'expectedBreaches'],
                },
                description: 'Those with most first.',
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['due', 'elements', 'group', 'patients'],
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
    due: { type: 'number' },
    elements: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['duty', 'handover'] },
          id: { type: 'string' },
          due: { type: 'number' },
          expectedBreaches: {
            type: ['number', 'null'],
            description: 'Sum of the risks; null where that of any is not known.',
          },
        },
        required: ['kind', 'id', 'due', 'expectedBreaches'],
      },
      description: 'Those with most first.',
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
    projection: { type: 'boolean', const: true, description: 'Nothing here has happened yet.' },
    within: { type: 'string' },
    until: { type: 'string', description: 'RFC 3339: the end of the days looked at.' },
    rows: {
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
          kind: { type: 'string', enum: ['duty', 'handover'] },
          id: { type: 'string', description: 'Of the duty or the handover.' },
          owner: { type: 'string', description: 'Who owes it.' },
          organisation: { type: 'string' },
          dueAt: { type: 'string', description: 'RFC 3339.' },
          remainingSeconds: { type: 'number' },
          ageSeconds: { type: 'number' },
          breachRisk: {
            type: ['number', 'null'],
            description:
              'S(deadline) ÷ S(age), S being the share of the same duty still open after so long: how likely it is to be breached. Null where fewer than five have been done, or none was open for as long.',
          },
          awaits: {
            type: 'array',
            items: { type: 'string' },
            description: 'Types of event that would meet it; empty for an answer to an offer.',
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
          'ageSeconds',
          'awaits',
          'breachRisk',
          'dueAt',
          'episode',
          'id',
          'kind',
          'owner',
          'patient',
          'remainingSeconds',
        ],
      },
      description: 'The soonest first.',
    },
  },
  required: [
    'definition',
    'due',
    'elements',
    'position',
    'projection',
    'rows',
    'until',
    'within',
    'zone',
  ],
};
