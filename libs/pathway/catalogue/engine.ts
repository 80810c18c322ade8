/** Events about the course itself: the engine's decisions, clocks, corrections and reading. */
import Type from 'typebox';
import { entry } from './entry.js';
import { count, name, text } from './fields.js';

const INSTANT = { format: 'date-time' };

/** What a decision about a duty carries; all but the meeting event and the reason is always there. */
const dutyFields = () => ({
  pathway: Type.String({ description: 'Pathway', minLength: 1 }),
  version: Type.Integer({ description: "Version of the pathway's definition", minimum: 1 }),
  duty: Type.String({ description: 'Duty of that definition', minLength: 1 }),
  owner: Type.String({ description: 'Service that owes it' }),
  instance: Type.Integer({ description: 'How many of the same duty went before', minimum: 0 }),
  armedBy: Type.String({ description: 'Fact that started it: source and id' }),
  armedAt: Type.String({ description: 'When that happened', ...INSTANT }),
  dueAt: Type.String({ description: 'Last instant at which it is in time', ...INSTANT }),
  metBy: Type.Optional(Type.String({ description: 'Fact that met it: source and id' })),
  metAt: Type.Optional(Type.String({ description: 'When that happened', ...INSTANT })),
  reason: text('Why it was decided so'),
});

const clockFields = () => ({
  rule: name('Rule of the definition that allows it'),
  reason: text('Reason'),
});

const engine = { publishedBy: ['engine'], fhir: ['Task.restriction'] };

export const ENGINE = {
  EpisodeRecurred: entry({
    description: 'The illness came back: this episode follows an earlier one.',
    publishedBy: ['engine'],
    fhir: ['EpisodeOfCare'],
    fields: {
      earlierEpisode: name('Episode that it follows'),
      gapDays: count('Days between the two'),
    },
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
    fields: { ...clockFields(), outcome: name('How it ended') },
  }),

  DutyArmed: entry({
    ...engine,
    description: 'A duty began to run.',
    fields: dutyFields(),
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

  EventCorrected: entry({
    description: 'An earlier event is void: it never happened as it was told.',
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
