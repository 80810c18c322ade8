/** Written by test/tools/answer-schemas.ts, from the types of the answers. */
import type { TSchema } from 'typebox';

export const Waits: TSchema = {
  type: 'object',
  properties: {
    groupBy: { type: 'string' },
    groups: {
      type: 'array',
      items: { $ref: '#/components/schemas/GroupOfWaitFigures' },
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
      items: { $ref: '#/components/schemas/IntervalEnd' },
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
      $ref: '#/components/schemas/WithinAnswer',
      description: 'Of those that were watched from the start.',
    },
    at: { type: 'array', items: { $ref: '#/components/schemas/ReachedAt' } },
    fewCases: {
      type: 'boolean',
      const: true,
      description: 'The interval of the median rests on too few cases to hold what it promises.',
    },
    survival: { type: 'array', items: { $ref: '#/components/schemas/SurvivalRow' } },
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
    difference: {
      $ref: '#/components/schemas/GroupTest',
      description: 'Whether the groups shown differ by more than chance would do.',
    },
    evidence: { type: 'array', items: { $ref: '#/components/schemas/SpellEvidence' } },
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
