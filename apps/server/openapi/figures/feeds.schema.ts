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
    silent: { type: 'number' },
    feeds: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          source: { type: 'string' },
          state: {
            type: 'string',
            enum: ['reporting', 'silent', 'not-known'],
            description:
              '`silent` = it reports less than it used to; `not-known` = it has reported on too few days for its rhythm to be known.',
          },
          lastAt: {
            type: 'string',
            description:
              'When it last reported anything to the pathway or to none in particular (RFC 3339).',
          },
          silentSeconds: { type: 'number' },
          rhythm: {
            type: 'object',
            properties: {
              usualWeekdays: {
                type: 'array',
                items: { type: 'number' },
                description: 'Monday is 1; in UTC.',
              },
              missedAtMost: {
                type: 'number',
                description:
                  'Usual days in a row without a report that are nothing special: the 95th percentile, at least 1.',
              },
              reportingDays: { type: 'number' },
            },
            required: ['usualWeekdays', 'missedAtMost', 'reportingDays'],
            description: 'Learned from the last 26 weeks; absent where it is not known.',
          },
          missedDays: { type: 'number', description: 'Usual days since it last reported.' },
          newestOfOpen: {
            type: 'number',
            description:
              'Open episodes of which the newest event came from it: they may be waiting for its news alone.',
          },
        },
        required: ['source', 'state', 'lastAt', 'silentSeconds', 'missedDays', 'newestOfOpen'],
      },
      description: 'The silent ones first, then those that have not reported for longest.',
    },
  },
  required: ['definition', 'feeds', 'position', 'silent', 'zone'],
};
