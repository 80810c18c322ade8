/** Events around a stay in hospital, and what the municipality is asked to take over after it. */
import { entry } from './entry.js';
import {
  addressee,
  condition,
  day,
  flag,
  name,
  names,
  oneOf,
  performer,
  sender,
  service,
  text,
  urgency,
} from './fields.js';

const stay = () => name('Identifier of the hospital stay that it is about');

const referral = () => name('Identifier of the referral that led to it');

const taskFields = () => ({
  task: name("Task's identifier in the sending system"),
  what: name('What is to be done'),
  stay: stay(),
  referral: referral(),
  reason: text('Reason'),
  sender: sender(),
  addressee: addressee(),
});

export const DISCHARGE = {
  PatientAdmitted: entry({
    description: 'The patient was admitted to hospital.',
    publishedBy: ['hospital'],
    fhir: ['Encounter'],
    fields: {
      stay: stay(),
      referral: referral(),
      ...condition(),
      urgency: urgency(),
      expectedDischarge: day('When discharge is expected'),
      performer: performer(),
    },
  }),

  ReadyForDischarge: entry({
    description:
      'A physician found the patient ready for discharge: no more specialist care in hospital is needed.',
    publishedBy: ['hospital'],
    fhir: ['Encounter'],
    fields: {
      stay: stay(),
      referral: referral(),
      ...condition(),
      needs: names('Municipal services that the patient is expected to need'),
      performer: performer(),
    },
  }),

  MunicipalityNotified: entry({
    description: 'The hospital notified the municipality about a patient who is in hospital.',
    publishedBy: ['hospital'],
    fhir: ['Communication'],
    fields: {
      about: oneOf('What it was notified of', ['admission', 'ready-for-discharge', 'change']),
      stay: stay(),
      expectedDischarge: day('When discharge is expected'),
      needs: names('Municipal services that the patient is expected to need'),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  DischargeSummarySent: entry({
    description: 'The discharge summary was sent to whoever follows the patient up.',
    publishedBy: ['hospital'],
    fhir: ['Composition', 'DocumentReference'],
    fields: {
      stay: stay(),
      referral: referral(),
      summary: text('Reference to the discharge summary'),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  DischargedToMunicipality: entry({
    description: 'The hospital discharged the patient to the municipality.',
    publishedBy: ['hospital'],
    fhir: ['Encounter', 'Composition'],
    fields: {
      to: service('Service that receives the patient'),
      referral: referral(),
      stay: stay(),
      ...condition(),
      summarySent: flag('Whether the discharge summary was sent'),
      summary: text('Reference to the discharge summary'),
      tasks: names('What the municipality is asked to do'),
      readyOn: day('When the patient was ready for discharge'),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  TaskRequested: entry({
    description: 'One organisation asked another to do something for the patient.',
    publishedBy: ['hospital', 'municipality', 'GP'],
    fhir: ['Task (requested)'],
    fields: { ...taskFields(), by: day('Last day on which it is to be done') },
  }),

  TaskAnswered: entry({
    description: 'The organisation that was asked accepted the task or refused it.',
    publishedBy: ['municipality', 'hospital', 'GP'],
    fhir: ['Task (accepted, rejected)'],
    fields: { ...taskFields(), outcome: oneOf('What it answered', ['accepted', 'refused']) },
  }),

  TaskCompleted: entry({
    description: 'A task that was asked for has been done.',
    publishedBy: ['municipality', 'hospital', 'GP'],
    fhir: ['Task (completed)'],
    fields: taskFields(),
  }),
};
