/** Events in which work ability and sick leave change. Grades are per cent away from work. */
import { entry } from './entry.js';
import {
  day,
  flag,
  icd10,
  icf,
  icpc2,
  name,
  names,
  oneOf,
  percent,
  performer,
  text,
} from './fields.js';

const employer = () => name('Employer that it is about, by its identifier');

const sickLeaveFields = () => ({
  sickLeave: name("Certificate's identifier in the sending system"),
  grade: percent('Degree of sick leave, per cent of the usual work'),
  from: day('First day'),
  to: day('Last day'),
  employer: employer(),
  hasEmployer: flag('Whether the patient has an employer'),
  icd10: icd10('Diagnosis', 'M40-M54'),
  icpc2: icpc2('Diagnosis or symptom', 'L02, L03, L84, L86'),
  reason: text('Reason'),
  performer: performer('Organisation that certified it'),
});

/** The coded grounds on which a follow-up step is found not to be needed. */
const ground = () =>
  oneOf('Ground of an exemption', [
    'patient-declined',
    'expected-recovery',
    'institution-stay',
    'medical-grounds',
    'no-need',
  ]);

const dialogueMeetingFields = () => ({
  number: oneOf('Which dialogue meeting', ['1', '2', '3']),
  reason: text('Reason'),
  attendees: names('Who takes part, by role'),
  meetingOn: day('When it is to be, or was, held'),
  planBy: day('Last day for the updated follow-up plan'),
  employer: employer(),
});

export const WORK = {
  SickLeaveIssued: entry({
    description: 'Sick leave was certified.',
    publishedBy: ['GP', 'NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: sickLeaveFields(),
  }),

  SickLeaveChanged: entry({
    description: 'The degree or the length of sick leave was changed.',
    publishedBy: ['GP', 'NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: sickLeaveFields(),
  }),

  SickLeaveEnded: entry({
    description: 'Sick leave ended. It happened on its last day.',
    publishedBy: ['GP', 'NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: sickLeaveFields(),
  }),

  EmployerPlanShared: entry({
    description: "The employer's follow-up plan was shared.",
    publishedBy: ['employer'],
    fhir: ['DocumentReference'],
    fields: {
      date: day('Date of the plan'),
      sharedWith: names('Whom it was shared with, by role'),
      updated: flag('Whether it replaces an earlier plan'),
      employer: employer(),
    },
  }),

  EmployerPlanExempted: entry({
    description: "The employer's follow-up plan was found not to be needed.",
    publishedBy: ['employer', 'NAV'],
    fhir: ['DocumentReference'],
    fields: { reason: text('Reason'), ground: ground(), employer: employer() },
  }),

  DialogueMeetingCalled: entry({
    description: 'A dialogue meeting was called.',
    publishedBy: ['employer', 'NAV'],
    fhir: ['Appointment'],
    fields: dialogueMeetingFields(),
  }),

  DialogueMeetingHeld: entry({
    description: 'A dialogue meeting was held.',
    publishedBy: ['employer', 'NAV'],
    fhir: ['Appointment'],
    fields: dialogueMeetingFields(),
  }),

  DialogueMeetingExempted: entry({
    description: 'A dialogue meeting was found not to be needed.',
    publishedBy: ['employer', 'NAV'],
    fhir: ['Appointment'],
    fields: { ...dialogueMeetingFields(), ground: ground() },
  }),

  ActivityRequirementDecided: entry({
    description: 'The requirement of activity at work was decided on.',
    publishedBy: ['NAV'],
    fhir: ['Task'],
    fields: {
      decision: oneOf('What was decided', [
        'new',
        'deferred',
        'exempt',
        'met',
        'notice',
        'stop',
        'not-applicable',
      ]),
      reason: text('Reason'),
      ground: ground(),
      until: day('Day until which it holds'),
    },
  }),

  OccupationalHealthNotified: entry({
    description: 'Occupational health was informed of the sick leave.',
    publishedBy: ['employer'],
    fhir: ['Communication'],
    fields: {},
  }),

  WorkAbilityAssessed: entry({
    description: 'The ability to work was assessed.',
    publishedBy: ['GP', 'occupational health', 'NAV', 'Kela'],
    fhir: ['Observation (d850)'],
    fields: {
      percent: percent('Share of the usual work that the patient is able to do'),
      instrument: name('Instrument that was used'),
      instrumentVersion: name('Version of the instrument'),
      performer: performer(),
    },
  }),

  WorkAdapted: entry({
    description: 'Work was adapted to what the patient can do.',
    publishedBy: ['employer', 'occupational health'],
    fhir: ['Observation (d850)'],
    fields: {
      kind: oneOf('What was adapted', ['hours', 'tasks', 'equipment', 'workplace', 'other']),
      percent: percent('Share of the usual work that is done'),
      employer: employer(),
      from: day('First day'),
      to: day('Last day'),
    },
  }),

  ReturnedToWork: entry({
    description:
      'The patient went back to work, in whole or in part. It happened on the first day back, also where it is reported later that it lasted.',
    publishedBy: ['employer', 'patient'],
    fhir: ['Observation (d850)'],
    fields: {
      percent: percent('Share of the usual work that is done again'),
      sustained: flag('Whether the return has lasted'),
      changedDuties: flag('Whether the duties were changed'),
      employer: employer(),
      icf: icf('Aspect of work', 'd850'),
    },
  }),
};
