/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Trend: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfTrendFigures' },
      description:
        'Those with most patients first; groups of fewer than five patients, last, are suppressed.',
    },
    chart: { anyOf: [{ $ref: '#/components/schemas/TrendChart' }, { type: 'null' }] },
    months: { type: 'array', items: { $ref: '#/components/schemas/TrendMonth' } },
    censor: { $ref: '#/components/schemas/Censoring' },
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
      items: { $ref: '#/components/schemas/SilentSource' },
      description:
        'Sources of this pathway from which nothing comes any more, by their own rhythm: what is counted here may be missing their news. Absent where there are none, and without an as-of instant.',
    },
    from: { type: 'array', items: { type: 'string' } },
    to: { type: 'array', items: { type: 'string' } },
    measure: { $ref: '#/components/schemas/Measure' },
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
