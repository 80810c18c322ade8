/** Events in which the patient is called, comes or does not, and is treated. */
import { entry } from './entry.js';
import {
  atc,
  condition,
  count,
  flag,
  instant,
  name,
  names,
  oneOf,
  performer,
  service,
  text,
} from './fields.js';

const referral = () => name('Identifier of the referral that led to it');

const contact = () => name('Identifier of the contact that led to it');

const appointmentFields = () => ({
  appointment: name("Appointment's identifier in the sending system"),
  start: instant('When it is to begin'),
  service: service('Service that it is with'),
  profession: name('Profession that it is with'),
  referral: referral(),
  contact: contact(),
  first: flag('Whether it is the first after the referral'),
  rebooked: flag('Whether it takes the place of one that was missed or declined'),
  causedBy: oneOf('Who caused this', ['patient', 'provider', 'other']),
  reason: text('Reason'),
  performer: performer('Organisation that it is with'),
});

export const APPOINTMENTS_AND_TREATMENT = {
  AppointmentOffered: entry({
    description: 'The patient was offered an appointment.',
    publishedBy: ['hospital', 'physiotherapist'],
    fhir: ['Appointment'],
    fields: appointmentFields(),
  }),

  AppointmentBooked: entry({
    description: 'An appointment was agreed.',
    publishedBy: ['hospital', 'physiotherapist'],
    fhir: ['Appointment'],
    fields: appointmentFields(),
  }),

  AppointmentDeclined: entry({
    description: 'An appointment was declined or cancelled beforehand.',
    publishedBy: ['hospital', 'physiotherapist'],
    fhir: ['Appointment'],
    fields: appointmentFields(),
  }),

  AppointmentMissed: entry({
    description: 'An appointment did not take place though nobody had cancelled it.',
    publishedBy: ['hospital', 'physiotherapist'],
    fhir: ['Appointment'],
    fields: appointmentFields(),
  }),

  VisitCompleted: entry({
    description: 'The patient was seen.',
    publishedBy: ['any'],
    fhir: ['Encounter'],
    fields: {
      profession: name('Profession that saw the patient'),
      service: service('Service that saw the patient'),
      channel: oneOf('How', ['visit', 'home-visit', 'telephone', 'video', 'group']),
      number: count('Its number in the series, from 1'),
      appointment: name("Appointment's identifier in the sending system"),
      referral: referral(),
      contact: contact(),
      ...condition(),
      performer: performer(),
    },
  }),

  AssessmentStarted: entry({
    description: 'The specialist assessment began.',
    publishedBy: ['hospital'],
    fhir: ['Encounter', 'Procedure'],
    fields: {
      kind: name('Kind of assessment'),
      referral: referral(),
      ...condition(),
      performer: performer(),
    },
  }),

  TreatmentStarted: entry({
    description: 'Treatment began.',
    publishedBy: ['hospital'],
    fhir: ['Encounter', 'Procedure'],
    fields: {
      kind: name('Kind of treatment, such as rehabilitation, physiotherapy, opioid or surgery'),
      referral: referral(),
      ...condition(),
      performer: performer(),
    },
  }),

  MedicationPrescribed: entry({
    description: 'A medicine was prescribed.',
    publishedBy: ['GP', 'hospital'],
    fhir: ['MedicationRequest'],
    fields: {
      atc: atc('Medicine'),
      ...condition(),
      reason: text('Reason'),
      performer: performer('Organisation that prescribed it'),
    },
  }),

  TreatmentEnded: entry({
    description: 'Treatment ended.',
    publishedBy: ['hospital', 'physiotherapist'],
    fhir: ['Encounter', 'Procedure'],
    fields: {
      kind: name('Kind of treatment'),
      referral: referral(),
      outcome: oneOf('How it ended', [
        'goals-reached',
        'improved',
        'unchanged',
        'worse',
        'broken-off',
      ]),
      ...condition(),
      performer: performer(),
    },
  }),

  AdviceGiven: entry({
    description: 'The patient was advised and guided.',
    publishedBy: ['GP', 'physiotherapist'],
    fhir: ['Communication', 'Procedure'],
    fields: {
      topics: names('What the advice was about, such as staying active'),
      contact: contact(),
      performer: performer(),
    },
  }),

  CareDeclined: entry({
    description: 'The patient declined something that was offered.',
    publishedBy: ['any'],
    fhir: ['Task (rejected)', 'Consent'],
    fields: {
      what: oneOf('What was declined', [
        'assessment',
        'treatment',
        'rehabilitation',
        'follow-up',
        'coordinator',
        'childrens-coordinator',
        'individual-plan',
        'work-adaptation',
        'other',
      ]),
      referral: referral(),
      reason: text('Reason'),
      service: service('Service that had offered it'),
      ...condition(),
      performer: performer('Organisation that had offered it'),
    },
  }),

  LowValueCareFlagged: entry({
    description: 'Imaging, an opioid or surgery was ordered before rehabilitation was tried.',
    publishedBy: ['hospital', 'GP'],
    fhir: ['ServiceRequest', 'MedicationRequest'],
    fields: {
      kind: oneOf('What was ordered', ['imaging', 'opioid', 'surgery']),
      detail: name('Which examination, medicine or operation'),
      reason: text('Reason that was given'),
      ...condition(),
      performer: performer('Organisation that ordered it'),
    },
  }),
};
