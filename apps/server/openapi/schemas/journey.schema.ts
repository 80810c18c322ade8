/** Answer of a patient's journey: where the patient stands, and why. */
import { Type } from 'typebox';
import {
  count,
  daysAsked,
  eventTime,
  instant,
  keyed,
  nullable,
  position,
  seconds,
  text,
  unreadablePathways,
  scope,
  Taken,
} from './schema-parts.js';

/** Where the pathway binds services to organisations, one of the two. */
export const organisation = {
  organisation: Type.Optional(text('Organisation of the service, by its id.')),
  organisationUnknown: Type.Optional(text('Why it is not known which organisation it is.')),
};

const episode = Type.Integer({ description: 'Number of the episode, from 1.' });
const nullableText = (description?: string) => nullable(Type.String(), description);
const nullableInstant = (description?: string) => nullable(instant(), description);
const nullableEventTime = () => nullable(eventTime());
const anyObject = (description: string) =>
  Type.Record(Type.String(), Type.Unknown(), { description });

const EpisodeSchema = Type.Object({
  number: Type.Integer(),
  version: Type.Integer({ description: 'Version of the definition that it is pinned to.' }),
  enteredAt: eventTime(),
  enteredBy: text('Key of the fact.'),
  closedAt: nullableEventTime(),
  closedBy: nullableText(
    'Key of the fact, or `lapsed` or `out-of-sight` where it ended by itself.',
  ),
  gapDays: nullable(Type.Integer(), 'Whole days since the episode before was closed.'),
  gaps: Type.Array(Type.Object({ from: eventTime(), to: eventTime() })),
  recurrent: nullable(Type.Boolean()),
});

const StageSchema = Type.Object({
  episode,
  stage: text(),
  within: Type.Array(Type.String()),
  holder: text('The service that the stage belongs to.'),
  role: nullableText(),
  from: eventTime(),
  to: nullableEventTime(),
  exit: nullableText(),
});

const CustodySpellSchema = Type.Object({
  episode,
  holder: text('Who was accountable.'),
  ...organisation,
  role: nullableText(),
  person: nullableText(),
  from: eventTime(),
  to: nullableEventTime(),
  taken: Taken,
  handover: nullableText(),
  fact: text('Key of the fact by which it came.'),
  days: count(),
  idleDays: count(),
  longestIdleDays: count(),
});

const ScopeSchema = Type.Object({
  scope: text('Id.'),
  holder: nullableText('Who holds it now.'),
  ...organisation,
  since: nullableEventTime(),
  custody: Type.Array(CustodySpellSchema),
});

const NotifiedSchema = Type.Object({ to: text(), ...organisation, at: instant() });

const DutySchema = Type.Object({
  episode,
  duty: text(),
  instance: Type.Integer(),
  occurrence: text(),
  owner: text(),
  scope,
  ...organisation,
  state: Type.Enum([
    ...(['not-yet-due', 'met', 'met-late', 'breached'] as const),
    ...(['lapsed', 'exempt', 'not-applicable'] as const),
  ]),
  open: Type.Boolean(),
  paused: Type.Boolean({ description: 'Its clock is paused, so it cannot fall due.' }),
  armedAt: eventTime(),
  armedBy: text('Key of the fact.'),
  dueAt: nullableInstant('Null while it cannot be determined.'),
  metAt: nullableEventTime(),
  metBy: nullableText(),
  endedAt: nullableEventTime(),
  endedBy: nullableText(),
  reason: nullableText(),
  escalations: Type.Array(NotifiedSchema),
  attributable: Type.Boolean({
    description:
      'False where it was past due before anybody could have done it, such as before the first contact',
  }),
  warnings: Type.Array(NotifiedSchema),
  awaits: Type.Array(Type.String(), { description: 'Types of event that would meet it.' }),
  awaitsWords: text('The same with their conditions, in words.'),
  partsMet: Type.Optional(
    Type.Array(
      Type.Object({ part: Type.Integer(), by: text('Key of the fact.'), at: eventTime() }),
      {
        description: 'Where several parts have to be met: those that it has, from 1.',
      },
    ),
  ),
});

export const HandoverState = Type.Enum([
  ...(['offered', 'information-requested', 'withdrawing', 'silent', 'accepted'] as const),
  ...(['refused', 'withdrawn', 'overtaken', 'lapsed'] as const),
]);

const HandoverSchema = Type.Object({
  episode,
  handover: text(),
  scope,
  instance: Type.Integer(),
  occurrence: text(),
  attempt: Type.Integer({ description: '1 for the service asked first, 2 and on for the next.' }),
  from: text(),
  fromOrganisation: Type.Optional(text('Its id.')),
  to: text(),
  toOrganisation: Type.Optional(text('Its id.')),
  toOrganisationUnknown: Type.Optional(text('Why it is not known.')),
  state: HandoverState,
  offeredAt: eventTime(),
  offeredBy: text('Key of the fact.'),
  answerDueAt: nullableInstant(),
  answeredAt: nullableEventTime(),
  answeredBy: nullableText(),
  late: Type.Boolean({ description: 'The answer came after it was due.' }),
  turns: Type.Array(
    Type.Object({
      kind: text(),
      at: eventTime(),
      by: nullableText('Key of the fact; null where time alone did it.'),
      service: nullableText(),
      reason: nullableText(),
      tookFrom: nullableText(),
      organisation: Type.Optional(text('Organisation of the service that was notified.')),
      tookFromOrganisation: Type.Optional(text('Its id.')),
      byOrganisation: Type.Optional(text('Organisation that accepted.')),
    }),
  ),
});

const ClockSchema = Type.Object({
  episode: nullable(Type.Integer()),
  clock: text(),
  state: Type.Enum(['not-started', 'running', 'paused', 'stopped', 'nullified']),
  startedAt: nullableEventTime(),
  stoppedAt: nullableEventTime(),
  rawSeconds: seconds('Pauses included.'),
  adjustedSeconds: seconds('Without pauses.'),
  days: count(),
  counted: Type.Optional(count()),
  pauses: Type.Array(
    Type.Object({
      from: eventTime(),
      to: nullableEventTime(),
      fact: text(),
      reason: nullableText(),
    }),
  ),
  nullified: count(),
});

const QueueSchema = Type.Object({
  episode,
  queue: text(),
  joinedAt: eventTime(),
  fact: text(),
  rank: count('Of its urgency in the order of the queue, 0 the most urgent.'),
  patientAge: nullable(Type.Integer()),
  leftAt: nullableEventTime(),
  outcome: nullable(Type.Enum(['served', 'left'])),
});

const DecisionSchema = Type.Object({
  position,
  type: text(),
  duty: nullableText(),
  handover: nullableText(),
  attempt: nullable(Type.Integer()),
  episode: Type.Integer(),
  effectiveAt: eventTime('From when it holds: an instant; a day or month where no more is known.'),
  recordedAt: instant(),
  lateSeconds: nullable(Type.Number(), 'By how much the timer that took it fired late.'),
  data: anyObject('The content of the decision.'),
});

const EventSchema = Type.Object({
  position,
  type: text(),
  occurredAt: text('As published: an instant, a day or a month.'),
  recordedAt: instant(),
  counted: Type.Boolean({ description: 'Whether it plays a part in any episode.' }),
  id: text(),
  source: text(),
  correctionOf: Type.Optional(text()),
  actor: Type.Optional(anyObject('Who did it.')),
  data: anyObject('The content of the event.'),
});

export const JourneySchema = Type.Object({
  patient: text('Pseudonym.'),
  asOf: instant(),
  knownAt: nullableInstant(),
  ...daysAsked,
  zone: text('In which all instants but those of events as published are written.'),
  position: nullable(position),
  definition: nullable(
    Type.Object({ id: text(), version: Type.Integer(), hash: nullableText() }),
    'Null where the patient is on no pathway.',
  ),
  key: keyed(),
  keys: Type.Optional(
    Type.Array(
      Type.Object({
        key: text(),
        state: Type.Enum(['open', 'closed']),
        stage: nullableText(),
        holder: nullableText(),
      }),
      { description: 'All keys of which there are episodes; only where the pathway has keys.' },
    ),
  ),
  alsoOn: Type.Array(Type.String(), { description: 'Other pathways that the patient entered.' }),
  unreadablePathways: unreadablePathways(),
  state: Type.Enum(['not-entered', 'open', 'closed']),
  enteredAt: nullableEventTime(),
  closedAt: nullableEventTime(),
  stage: nullableText(),
  stageSince: nullableEventTime(),
  holder: nullableText('Who is accountable now.'),
  ...organisation,
  episodes: Type.Array(EpisodeSchema),
  stages: Type.Array(StageSchema),
  custody: Type.Array(CustodySpellSchema),
  scopes: Type.Optional(
    Type.Array(ScopeSchema, {
      description: 'Who held what beside that; only where the pathway has scopes.',
    }),
  ),
  milestones: Type.Array(
    Type.Object({ episode, milestone: text(), at: eventTime(), fact: text() }),
  ),
  duties: Type.Array(DutySchema),
  handovers: Type.Array(HandoverSchema),
  clocks: Type.Array(ClockSchema),
  queues: Type.Array(QueueSchema),
  interrupts: Type.Array(
    Type.Object({ episode, interrupt: text(), at: eventTime(), fact: text() }),
  ),
  deviations: Type.Array(
    Type.Object({
      kind: text(),
      rule: Type.Optional(text()),
      at: eventTime(),
      fact: text(),
      message: text(),
    }),
  ),
  nextWakeUp: nullableInstant('When something could change without a new fact.'),
  decisions: Type.Array(DecisionSchema),
  events: Type.Array(EventSchema),
});
