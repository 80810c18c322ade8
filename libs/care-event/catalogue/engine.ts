/** Events about the course itself: the engine's decisions, clocks, corrections and reading. */
import Type from 'typebox';
import { entry } from './entry.js';
import { condition, count, name, oneOf, text } from './fields.js';

const key = () =>
  Type.Optional(
    Type.String({
      description:
        'Which of several episodes side by side it is about, where the definition says so: such as the referral; empty where none was named',
    }),
  );

const INSTANT = { format: 'date-time' };

const episodeNumber = (description: string) =>
  Type.Optional(Type.Integer({ description, minimum: 1 }));

/** What a decision about a duty carries; what is optional is there where it says something. */
const dutyFields = () => ({
  pathway: Type.String({ description: 'Pathway', minLength: 1 }),
  key: key(),
  version: Type.Integer({ description: "Version of the pathway's definition", minimum: 1 }),
  duty: Type.String({ description: 'Duty of that definition', minLength: 1 }),
  episode: episodeNumber('Episode of the illness, from 1; the first where it does not say'),
  occurrence: Type.Optional(
    Type.String({
      description:
        'What distinguishes it from other instances of the duty: the fact that started it (source and id) or the number of the period',
      minLength: 1,
    }),
  ),
  owner: Type.String({ description: 'Service that owes it' }),
  organisation: name('Organisation of that service, where it is known'),
  instance: Type.Integer({
    description: 'Which instance of the duty in its episode, from 1',
    minimum: 0,
  }),
  armedBy: Type.String({ description: 'Fact that started it: source and id' }),
  armedAt: Type.String({ description: 'When that happened', ...INSTANT }),
  dueAt: Type.Optional(
    Type.String({
      description: 'Last instant at which it is in time; missing while its clock is paused',
      ...INSTANT,
    }),
  ),
  attributable: Type.Optional(
    Type.Boolean({
      description:
        'False where it was past due before anybody could have done it, such as before the first contact; missing otherwise',
    }),
  ),
  metBy: Type.Optional(Type.String({ description: 'Fact that met it: source and id' })),
  metAt: Type.Optional(Type.String({ description: 'When that happened', ...INSTANT })),
  endedBy: Type.Optional(Type.String({ description: 'Fact that took it away: source and id' })),
  endedAt: Type.Optional(Type.String({ description: 'When that happened', ...INSTANT })),
  reason: text('Why it was decided so: a code'),
});

/** Who is warned, besides what every decision about a duty carries. */
const warningFields = () => ({
  ...dutyFields(),
  service: Type.String({ description: 'Service that is warned', minLength: 1 }),
  serviceOrganisation: name('Organisation of that service, where it is known'),
  warnedAt: Type.String({ description: 'Since when the due time is near', ...INSTANT }),
});

const escalationFields = () => ({
  ...dutyFields(),
  service: Type.String({ description: 'Service that is notified', minLength: 1 }),
  serviceOrganisation: name('Organisation of that service, where it is known'),
  escalatedAt: Type.String({ description: 'Since when it is escalated to it', ...INSTANT }),
});

const recurrenceFields = () => ({
  pathway: name('Pathway'),
  key: key(),
  version: count("Version of the pathway's definition"),
  episode: episodeNumber('The episode that began, from 2'),
  earlierEpisode: name('Episode that it follows'),
  gapDays: count('Whole days between the two'),
});

/** What a decision about a handover carries; what is optional is there where it says something. */
const handoverFields = () => ({
  pathway: Type.String({ description: 'Pathway', minLength: 1 }),
  key: key(),
  version: Type.Integer({ description: "Version of the pathway's definition", minimum: 1 }),
  handover: Type.String({ description: 'Handover of that definition', minLength: 1 }),
  scope: name('Scope that it passes on, where it is not the patient'),
  episode: episodeNumber('Episode of the illness, from 1; the first where it does not say'),
  occurrence: Type.String({ description: 'Fact that offered it: source and id', minLength: 1 }),
  matching: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Field that its answer has to share with it, and the value',
    }),
  ),
  attempt: Type.Optional(
    Type.Integer({ description: 'Which service is asked for it, from 1', minimum: 1 }),
  ),
  from: Type.String({ description: 'Service that offers' }),
  fromOrganisation: name('Organisation of that service, where it is known'),
  to: Type.String({ description: 'Service that is asked' }),
  toOrganisation: name('Organisation of that service, where it is known'),
  offeredAt: Type.String({ description: 'When it was offered', ...INSTANT }),
  turn: text('Key of this event among those of the same offer'),
  turns: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Keys of events that no longer hold',
      maxItems: 1_000,
    }),
  ),
  by: Type.Optional(Type.String({ description: 'Fact that caused it: source and id' })),
  service: name('Service that is notified'),
  organisation: name('Organisation of that service, where it is known'),
  reason: text('Reason that was given, or a code'),
  tookFrom: name('Service that held the patient until it was accepted'),
  tookFromOrganisation: name('Organisation of that service, where it is known'),
  byOrganisation: name('Organisation that holds the patient from then on'),
  answerDueAt: Type.Optional(
    Type.String({ description: 'Last instant at which an answer is in time', ...INSTANT }),
  ),
});

const onHandover = (description: string) =>
  entry({
    publishedBy: ['engine'],
    fhir: ['Task.owner', 'Task.status'],
    description,
    fields: handoverFields(),
  });

const clockFields = () => ({
  rule: name('Rule of the definition that allows it'),
  reason: text('Reason'),
  causedBy: oneOf('At whose wish', ['patient', 'provider', 'other']),
  referral: name('Identifier of the referral that it is about'),
});

const engine = { publishedBy: ['engine'], fhir: ['Task.restriction'] };

export const ENGINE = {
  EpisodeRecurred: entry({
    description: 'The illness came back: this episode follows an earlier one.',
    publishedBy: ['engine'],
    fhir: ['EpisodeOfCare'],
    fields: recurrenceFields(),
  }),

  EpisodeRecurrenceVoided: entry({
    description: 'An episode turned out not to be one, after a late report or a correction.',
    publishedBy: ['engine'],
    fhir: ['EpisodeOfCare'],
    fields: recurrenceFields(),
  }),

  ClockPaused: entry({
    description: 'A clock was stopped for a while.',
    publishedBy: ['holder'],
    fhir: ['Task', 'EpisodeOfCare'],
    fields: clockFields(),
  }),

  ClockResumed: entry({
    description: 'A clock that was stopped runs again.',
    publishedBy: ['holder'],
    fhir: ['Task', 'EpisodeOfCare'],
    fields: clockFields(),
  }),

  PathwayClosed: entry({
    description: 'The pathway ended for this patient.',
    publishedBy: ['holder'],
    fhir: ['Task', 'EpisodeOfCare'],
    fields: {
      ...clockFields(),
      outcome: name('How it ended'),
      stay: name('Identifier of the hospital stay that it is about'),
      ...condition(),
    },
  }),

  DutyArmed: entry({
    ...engine,
    description: 'A duty began to run.',
    fields: dutyFields(),
  }),

  DutyWarned: entry({
    ...engine,
    description: 'Somebody is warned that a duty will soon be due and is not known to be done.',
    fields: warningFields(),
  }),

  DutyMet: entry({
    ...engine,
    description: 'A duty was done, in time or late.',
    fields: dutyFields(),
  }),

  DutyBreached: entry({
    ...engine,
    description: 'A duty fell due and was not known to be done.',
    fields: dutyFields(),
  }),

  DutyEscalated: entry({
    ...engine,
    description: 'Another service is notified that a duty is overdue and is not known to be done.',
    fields: escalationFields(),
  }),

  DutyExempted: entry({
    ...engine,
    description: 'A duty was taken away in time: a coded exemption, or it does not apply.',
    fields: dutyFields(),
  }),

  DutyReopened: entry({
    ...engine,
    description:
      'What was decided about a duty no longer holds, after a late report or a correction.',
    fields: dutyFields(),
  }),

  DutyVoided: entry({
    ...engine,
    description: 'A duty turned out never to have begun.',
    fields: dutyFields(),
  }),

  HandoverOffered: onHandover('A service was asked to take the patient over.'),
  HandoverInformationRequested: onHandover(
    'The service that was asked requested more information.',
  ),
  HandoverInformationSupplied: onHandover('The sender supplied the information.'),
  HandoverInformationOverdue: onHandover('The sender did not supply the information in time.'),
  HandoverFellSilent: onHandover('The answer fell due and is not known to have been given.'),
  HandoverReminded: onHandover('The service that was asked was reminded.'),
  HandoverEscalated: onHandover('Another service was notified that the handover is in trouble.'),
  HandoverAccepted: onHandover('The service that was asked holds the patient from now on.'),
  HandoverRefused: onHandover('The service that was asked does not take the patient.'),
  HandoverWithdrawn: onHandover('The sender withdrew the offer.'),
  HandoverWithdrawalAnswered: onHandover('The service that was asked confirmed the withdrawal.'),
  HandoverOvertaken: onHandover('The answer is no longer needed.'),
  HandoverReopened: onHandover(
    'What was decided about a handover no longer holds, after a late report or a correction.',
  ),
  HandoverVoided: onHandover('A handover turned out never to have been offered.'),

  EventCorrected: entry({
    description: 'An earlier event is void: it never happened as reported.',
    publishedBy: ['any'],
    fhir: ['Provenance'],
    fields: { reason: text('Why') },
  }),

  RecordAccessed: entry({
    description: "Somebody read the patient's record.",
    publishedBy: ['any'],
    fhir: ['AuditEvent (IHE BALP)'],
    fields: {
      purpose: name('Purpose of use'),
      reason: text('Reason'),
      reader: name("Reader's identifier, never a name"),
    },
  }),
};
