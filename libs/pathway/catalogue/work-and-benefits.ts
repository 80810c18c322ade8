/** Events in which work ability, sick leave and benefits change. Grades are per cent away from work. */
import { entry } from './entry.js';
import { day, flag, icd10, icf, icpc2, name, names, oneOf, percent, text } from './fields.js';

const sickLeaveFields = () => ({
  sickLeave: name("Certificate's identifier in the sending system"),
  grade: percent('Degree of sick leave, per cent of the usual work'),
  from: day('First day'),
  to: day('Last day'),
  icd10: icd10('Diagnosis', 'M40-M54'),
  icpc2: icpc2('Diagnosis or symptom', 'L02, L03, L84, L86'),
  reason: text('Reason'),
});

const dialogueMeetingFields = () => ({
  number: oneOf('Which dialogue meeting', ['1', '2', '3']),
  reason: text('Reason'),
  attendees: names('Who takes part, by role'),
  meetingOn: day('When it is to be, or was, held'),
});

export const WORK_AND_BENEFITS = {
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
    description: 'Sick leave ended.',
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
    },
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
    fields: dialogueMeetingFields(),
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
      until: day('Day until which it holds'),
    },
  }),

  BenefitDecided: entry({
    description: 'A benefit was granted, changed, ended or refused.',
    publishedBy: ['NAV', 'Kela'],
    fhir: ['DocumentReference'],
    fields: {
      benefit: oneOf('Which', [
        'allowance',
        'partial-allowance',
        'AAP',
        'pension',
        'partial-pension',
      ]),
      outcome: oneOf('What was decided', ['granted', 'changed', 'ended', 'refused']),
      grade: percent('Degree of the benefit'),
      from: day('First day'),
      to: day('Last day'),
      payer: name('Who pays'),
    },
  }),

  ReturnedToWork: entry({
    description: 'The patient went back to work, in whole or in part.',
    publishedBy: ['employer', 'patient'],
    fhir: ['Observation (d850)'],
    fields: {
      percent: percent('Share of the usual work that is done again'),
      sustained: flag('Whether the return has lasted'),
      changedDuties: flag('Whether the duties were changed'),
      icf: icf('Aspect of work', 'd850'),
    },
  }),
};
