/** Answers of census and flow: how many are where, and which way they go. */
import { Type } from 'typebox';
import {
  count,
  countsByName,
  EventEvidence,
  figureHead,
  keyed,
  leavesOut,
  nullableSeconds,
  perEpisode,
  position,
  seconds,
  share,
  text,
} from './schema-parts.js';

export const CensusSchema = Type.Object({
  ...{ ...figureHead, ...leavesOut, ...perEpisode },
  started: count('Patients who had entered; episodes begun where the pathway has episodes.'),
  open: count(),
  closed: count(),
  eventsSeen: count(),
  ageSeconds: Type.Object(
    {
      median: nullableSeconds(),
      p92: nullableSeconds(),
      mean: nullableSeconds(),
      max: nullableSeconds(),
    },
    { description: 'Of open cases, since the event that opened them; null when there are none.' },
  ),
  sinceLastEventSeconds: Type.Object({ median: nullableSeconds() }),
  openOver: Type.Array(
    Type.Object({
      limit: text(),
      seconds: seconds(),
      n: count(),
      share: share('Of the open cases; null when there are none.'),
    }),
  ),
  lastEventCounts: countsByName('Open cases by the type of their last event.'),
  stages: countsByName('Open cases by stage.'),
  holders: countsByName('Open cases by who is accountable for them.'),
  unknownTypes: Type.Array(Type.Object({ type: text(), n: count(), lastPosition: position })),
  evidence: Type.Optional(
    Type.Array(
      Type.Object({
        patient: text('Pseudonym.'),
        key: keyed(),
        episode: Type.Optional(Type.Integer()),
        stage: text(),
        holder: text('Who is accountable, which need not be the service of the stage.'),
        organisation: Type.Optional(text('Organisation of the holder, where it is known.')),
        ageSeconds: seconds(),
        entry: EventEvidence,
        last: EventEvidence,
      }),
    ),
  ),
});

export const FlowSchema = Type.Object({
  ...{ ...figureHead, ...leavesOut, ...perEpisode },
  cases: count(),
  steps: count(),
  variants: count('Different orders of steps.'),
  edgeCount: count('How many edges there are, listed or not.'),
  edges: Type.Array(
    Type.Object({
      from: text(),
      to: text(),
      n: count(),
      medianSeconds: seconds(),
      p90Seconds: seconds(),
      meanSeconds: seconds(),
      sumSeconds: seconds(),
    }),
    { description: 'The most frequent first.' },
  ),
});
