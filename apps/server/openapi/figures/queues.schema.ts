/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Queues: TSchema = {
  type: 'object',
  properties: {
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
        },
        required: ['queue', 'joined', 'served', 'left', 'waiting', 'overtaken', 'ages'],
      },
      description:
        "In the newest definition's order, followed by those that only older versions have.",
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
