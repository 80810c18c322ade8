/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Feeds: TSchema = {
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
    silentFeeds: {
      type: 'array',
      items: { $ref: '#/components/schemas/SilentSource' },
      description:
        'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
    },
    silent: { type: 'number' },
    feeds: {
      type: 'array',
      items: { $ref: '#/components/schemas/Feed' },
      description: 'The silent ones first, then those that have not reported for longest.',
    },
  },
  required: ['definition', 'feeds', 'position', 'silent', 'zone'],
};
