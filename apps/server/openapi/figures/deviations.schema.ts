/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Deviations: TSchema = {
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
              total: { type: 'number' },
              patientsDeviating: { type: 'number', description: 'Patients with at least one.' },
              kinds: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    kind: { type: 'string' },
                    rule: {
                      type: 'string',
                      description:
                        'Id of the guard, sequence, clock, duty, stage or handover that it is about.',
                    },
                    count: { type: 'number' },
                    patientsDeviating: { type: 'number' },
                    sources: {
                      type: 'object',
                      additionalProperties: { type: 'number' },
                      description:
                        'By the source, and by the organisation, that reported the event; the most frequent first.',
                    },
                    organisations: { type: 'object', additionalProperties: { type: 'number' } },
                    newestAt: {
                      type: 'string',
                      description: 'When the event of the newest happened (RFC 3339).',
                    },
                  },
                  required: [
                    'kind',
                    'count',
                    'patientsDeviating',
                    'sources',
                    'organisations',
                    'newestAt',
                  ],
                },
                description: 'The most frequent first.',
              },
              rules: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    rule: { type: 'string' },
                    kind: { type: 'string', enum: ['sequence', 'guard'] },
                    events: { type: 'number' },
                    patientsWithEvent: { type: 'number' },
                    deviating: { type: 'number' },
                    patientsDeviating: { type: 'number' },
                    share: {
                      type: ['number', 'null'],
                      description:
                        '`patientsDeviating` of `patientsWithEvent`; null where nobody had the event.',
                    },
                  },
                  required: [
                    'rule',
                    'kind',
                    'events',
                    'patientsWithEvent',
                    'deviating',
                    'patientsDeviating',
                    'share',
                  ],
                  description:
                    'A sequence or guard: the events that it is about, and how many came out of order.',
                },
                description: "Sequences and guards, in the definition's order.",
              },
              group: { type: 'string' },
              patients: { type: 'number' },
            },
            required: ['group', 'kinds', 'patients', 'patientsDeviating', 'rules', 'total'],
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
    total: { type: 'number' },
    patientsDeviating: { type: 'number', description: 'Patients with at least one.' },
    kinds: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: { type: 'string' },
          rule: {
            type: 'string',
            description:
              'Id of the guard, sequence, clock, duty, stage or handover that it is about.',
          },
          count: { type: 'number' },
          patientsDeviating: { type: 'number' },
          sources: {
            type: 'object',
            additionalProperties: { type: 'number' },
            description:
              'By the source, and by the organisation, that reported the event; the most frequent first.',
          },
          organisations: { type: 'object', additionalProperties: { type: 'number' } },
          newestAt: {
            type: 'string',
            description: 'When the event of the newest happened (RFC 3339).',
          },
        },
        required: ['kind', 'count', 'patientsDeviating', 'sources', 'organisations', 'newestAt'],
      },
      description: 'The most frequent first.',
    },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          rule: { type: 'string' },
          kind: { type: 'string', enum: ['sequence', 'guard'] },
          events: { type: 'number' },
          patientsWithEvent: { type: 'number' },
          deviating: { type: 'number' },
          patientsDeviating: { type: 'number' },
          share: {
            type: ['number', 'null'],
            description:
              '`patientsDeviating` of `patientsWithEvent`; null where nobody had the event.',
          },
        },
        required: [
          'rule',
          'kind',
          'events',
          'patientsWithEvent',
          'deviating',
          'patientsDeviating',
          'share',
        ],
        description:
          'A sequence or guard: the events that it is about, and how many came out of order.',
      },
      description: "Sequences and guards, in the definition's order.",
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
          key: { type: 'string' },
          kind: { type: 'string' },
          rule: { type: 'string' },
          at: { type: 'string', description: 'When the event happened.' },
          message: { type: 'string' },
          event: {
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
        },
        required: ['patient', 'kind', 'at', 'message'],
      },
    },
  },
  required: ['definition', 'kinds', 'patientsDeviating', 'position', 'rules', 'total', 'zone'],
};
