/** Answers of waits and outcomes: times from one event to another. */
import { Type } from 'typebox';
import {
  count,
  EventEvidence,
  figureHead,
  interval,
  keyed,
  leavesOut,
  nullableSeconds,
  perEpisode,
  seconds,
  share,
  text,
} from './schema-parts.js';

const SpellEvidence = Type.Object({
  patient: text('Pseudonym.'),
  key: keyed(),
  episode: Type.Optional(Type.Integer()),
  entry: EventEvidence,
  exit: Type.Optional(EventEvidence),
  seconds: seconds(),
});

const spells = {
  from: Type.Array(Type.String()),
  censor: Type.Enum(['last-event', 'as-of']),
  n: count(),
  events: count('Of those: ended.'),
  censored: count('Of those: cut off before they ended.'),
};

const evidence = { evidence: Type.Optional(Type.Array(SpellEvidence)) };

const Within = Type.Object({
  limit: text(),
  limitSeconds: seconds('A day counts 24 hours and a month 30.4375 days.'),
  met: count(),
  late: count(),
  never: count('Not ended though the limit had passed.'),
  lateOrNever: count(),
  notYetDue: count('Not ended, and the limit had not passed: in no share.'),
  shareLateOrNever: share('Of all that were due; null when none was.'),
  shareLateOfCompleted: share('Of those that ended; null when none did.'),
});

export const WaitsSchema = Type.Object({
  ...{ ...figureHead, ...leavesOut, ...perEpisode, ...spells },
  to: Type.Array(Type.String()),
  medianSeconds: nullableSeconds('Kaplan-Meier; null: not reached.'),
  medianCi95Seconds: interval,
  quantilesSeconds: Type.Object(
    { p80: nullableSeconds(), p90: nullableSeconds(), p92: nullableSeconds() },
    { description: 'When 80, 90 and 92 in a hundred were through; null: not reached.' },
  ),
  completedOnly: Type.Object(
    { n: count(), medianSeconds: nullableSeconds(), p90Seconds: nullableSeconds() },
    { description: 'Of those through only: biased, for comparison alone.' },
  ),
  within: Type.Optional(Within),
  survival: Type.Array(
    Type.Object({
      seconds: seconds(),
      atRisk: count(),
      events: count(),
      probability: Type.Number(),
      lower: nullableSeconds('95 % interval; null where it is not defined.'),
      upper: nullableSeconds(),
    }),
  ),
  ...evidence,
});

export const OutcomesSchema = Type.Object({
  ...{ ...figureHead, ...leavesOut, ...perEpisode, ...spells },
  counts: Type.Record(Type.String(), Type.Integer(), {
    description: 'How many ended by each cause, by label.',
  }),
  at: Type.Array(
    Type.Object({
      at: text(),
      seconds: seconds(),
      causes: Type.Record(Type.String(), Type.Number(), {
        description: 'Aalen-Johansen: share for whom this came first, by label.',
      }),
      none: Type.Number({ description: 'Share for whom none of these had happened.' }),
      atRisk: count(),
    }),
  ),
  ...evidence,
});
