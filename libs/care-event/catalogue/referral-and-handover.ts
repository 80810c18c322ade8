/** Events in which the baton is asked for, offered, taken or returned. */
import { entry } from './entry.js';
import {
  addressee,
  condition,
  day,
  flag,
  name,
  oneOf,
  performer,
  sender,
  service,
  text,
  urgency,
} from './fields.js';

const referralFields = () => ({
  referral: name("Referral's identifier in the sending system"),
  from: service('Service that refers'),
  to: service('Service that is referred to'),
  reason: text('Reason'),
  urgency: urgency(),
  ...condition(),
  sender: sender(),
  addressee: addressee(),
});

const informationFields = () => ({
  referral: name('Identifier of the referral that it is about'),
  question: text('What is asked'),
  sender: sender(),
  addressee: addressee(),
});

const responsibilityFields = () => ({
  handover: name("Handover's identifier, the same in offer and answer"),
  from: service('Service that holds the patient until it is accepted'),
  to: service('Service that is to hold the patient'),
  scope: name('What the responsibility covers'),
  reason: text('Reason'),
  person: name('Identifier of the person who takes the patient over, never a name'),
  referral: name('Identifier of the referral that it is about'),
  stay: name('Identifier of the hospital stay that it is about'),
  sender: sender(),
  addressee: addressee(),
});

const appealFields = () => ({
  about: oneOf('What the decision was about', ['referral', 'service', 'benefit', 'other']),
  referral: name('Identifier of the referral that the decision was about'),
  reason: text('Reason'),
});

export const REFERRAL_AND_HANDOVER = {
  ReferralSent: entry({
    description: 'A referral was sent.',
    publishedBy: ['GP'],
    fhir: ['ServiceRequest', 'Task'],
    fields: referralFields(),
  }),

  ReferralReceived: entry({
    description: 'A referral arrived. Its receipt starts the clock of the receiver.',
    publishedBy: ['hospital'],
    fhir: ['ServiceRequest', 'Task'],
    fields: referralFields(),
  }),

  InformationRequested: entry({
    description: 'The receiver of a referral asked its sender for more.',
    publishedBy: ['hospital'],
    fhir: ['Task.businessStatus'],
    fields: informationFields(),
  }),

  InformationSupplied: entry({
    description: 'The sender of a referral answered what was asked.',
    publishedBy: ['GP'],
    fhir: ['Task.businessStatus'],
    fields: { ...informationFields(), answer: text('What was answered') },
  }),

  ReferralAssessed: entry({
    description: 'The right to specialist care was assessed.',
    publishedBy: ['hospital'],
    fhir: ['Task (accepted, rejected)'],
    fields: {
      referral: name('Identifier of the referral that was assessed'),
      ...condition(),
      rightToCare: flag('Whether there is a right to specialist care'),
      outcome: oneOf('What was decided', ['accepted', 'rejected', 'redirected']),
      latestStart: day('Last day on which care must begin'),
      patientToldOn: day('When the patient was informed; no rule counts it, PatientTold does'),
      reason: text('Reason'),
      performer: performer(),
      addressee: addressee('Organisation that it was redirected to'),
    },
  }),

  PatientTold: entry({
    description:
      'The patient was informed of something. It happened when the patient was informed.',
    publishedBy: ['hospital', 'any'],
    fhir: ['Communication'],
    fields: {
      about: oneOf('What the patient was informed of', [
        'referral-decision',
        'appointment',
        'delay',
        'other',
      ]),
      referral: name('Identifier of the referral that it is about'),
      rightToCare: flag('Whether there is a right to specialist care, as the patient was informed'),
      latestStart: day('Last day on which care must begin, as the patient was informed'),
      performer: performer(),
    },
  }),

  DecisionAppealed: entry({
    description: 'The patient appealed against a decision.',
    publishedBy: ['patient', 'hospital', 'municipality'],
    fhir: ['Task', 'Communication'],
    fields: { ...appealFields(), sender: sender(), addressee: addressee() },
  }),

  AppealDecided: entry({
    description: 'An appeal was decided.',
    publishedBy: ['hospital', 'any'],
    fhir: ['Task (completed)', 'Communication'],
    fields: {
      ...appealFields(),
      outcome: oneOf('What became of the decision', ['upheld', 'changed', 'withdrawn']),
      performer: performer('Organisation that decided the appeal'),
    },
  }),

  ProviderChosen: entry({
    description: 'The patient chose another provider.',
    publishedBy: ['patient', 'hospital'],
    fhir: ['Task', 'ServiceRequest.performer'],
    fields: {
      referral: name('Identifier of the referral that it is about'),
      from: service('Service that the patient leaves'),
      to: service('Service that the patient chose'),
      reason: text('Reason'),
      addressee: addressee('Organisation that the patient chose'),
    },
  }),

  ResponsibilityOffered: entry({
    description:
      'A service offered another to take the patient over. It keeps the patient until then.',
    publishedBy: ['municipality', 'hospital'],
    fhir: ['Task.owner', 'Provenance'],
    fields: responsibilityFields(),
  }),

  ResponsibilityAccepted: entry({
    description: 'The other service took the patient over.',
    publishedBy: ['municipality', 'hospital'],
    fhir: ['Task.owner', 'Provenance'],
    fields: responsibilityFields(),
  }),

  ResponsibilityRefused: entry({
    description: 'The other service did not take the patient over.',
    publishedBy: ['municipality', 'hospital'],
    fhir: ['Task.owner', 'Provenance'],
    fields: responsibilityFields(),
  }),

  ResponsibilityWithdrawn: entry({
    description:
      'The service that offered withdraws the offer. The other service answers that, too.',
    publishedBy: ['municipality', 'hospital'],
    fhir: ['Task.businessStatus'],
    fields: responsibilityFields(),
  }),

  ResponsibilityReleased: entry({
    description: 'The other service releases an offer that the sender has withdrawn.',
    publishedBy: ['municipality', 'hospital'],
    fhir: ['Task.status (cancelled)', 'Provenance'],
    fields: responsibilityFields(),
  }),
};
