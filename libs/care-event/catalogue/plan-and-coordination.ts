/** Events in which services plan together and somebody coordinates them. */
import { entry } from './entry.js';
import {
  addressee,
  condition,
  count,
  day,
  flag,
  icfCodes,
  name,
  names,
  oneOf,
  performer,
  sender,
  text,
  urgency,
} from './fields.js';

const planFields = () => ({
  goals: icfCodes('Goals of the plan'),
  measures: names('What is to be done'),
  services: names('Services that take part'),
  consent: flag('Whether the patient agreed'),
  reviewDate: day('When the plan is to be reviewed'),
  riskFactors: names('Risk factors that the plan addresses'),
  ...condition(),
  performer: performer(),
});

const coordinatorFields = () => ({
  person: name("Coordinator's identifier in the sending system, never a name"),
  organisation: name('Organisation the coordinator belongs to'),
  kind: oneOf('Kind of coordinator', ['coordinator', 'childrens-coordinator']),
  reason: text('Reason'),
});

const needEndedFields = () => ({
  outcome: oneOf('Why it ended', ['no-longer-needed', 'not-found', 'other']),
  reason: text('Reason'),
  performer: performer('Organisation that found it so'),
});

const individualPlanFields = () => ({
  reason: text('Reason'),
  services: names('Services that the plan covers'),
  performer: performer(),
});

export const PLAN_AND_COORDINATION = {
  RehabPlanAgreed: entry({
    description: 'A rehabilitation plan was agreed with the patient.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan', 'Goal'],
    fields: planFields(),
  }),

  RehabPlanRevised: entry({
    description: 'The rehabilitation plan was changed.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan', 'Goal'],
    fields: { ...planFields(), reason: text('Why it was changed') },
  }),

  CoordinationNeedReported: entry({
    description: 'Somebody reported that the patient needs services coordinated.',
    publishedBy: ['any'],
    fhir: ['Task'],
    fields: {
      reporter: name('Who reported it, by role'),
      services: names('Services that the patient needs'),
      longTerm: flag('Whether the need is long-term'),
      seriouslyIllChild: flag(
        'Whether it is a family that has, or expects, a child with serious illness, injury or disability',
      ),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  CoordinationNeedEnded: entry({
    description: 'The patient no longer needs services coordinated.',
    publishedBy: ['municipality'],
    fhir: ['Task'],
    fields: needEndedFields(),
  }),

  RehabilitationNeedReported: entry({
    description: 'Somebody reported to the municipality that the patient may need rehabilitation.',
    publishedBy: ['any'],
    fhir: ['ServiceRequest', 'Task'],
    fields: {
      reporter: name('Who reported it, by role, such as patient, GP, hospital or NAV'),
      referral: name("Report's or referral's identifier in the sending system"),
      urgency: urgency(),
      icf: icfCodes('Functions, activities and participation that are affected'),
      ...condition(),
      reason: text('Reason'),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  RehabilitationDecided: entry({
    description: 'The municipality decided on rehabilitation.',
    publishedBy: ['municipality'],
    fhir: ['Task (accepted, rejected)'],
    fields: {
      outcome: oneOf('What was decided', ['granted', 'refused']),
      referral: name('Identifier of the report or referral that was decided on'),
      services: names('Services that were granted'),
      latestStart: day('Last day on which it must begin'),
      reason: text('Reason'),
      performer: performer('Organisation that decided'),
    },
  }),

  RehabilitationNeedEnded: entry({
    description: 'The patient no longer needs rehabilitation, whether or not it was given.',
    publishedBy: ['municipality'],
    fhir: ['Task'],
    fields: needEndedFields(),
  }),

  CoordinatorAppointed: entry({
    description: 'A coordinator was appointed.',
    publishedBy: ['municipality'],
    fhir: ['CareTeam'],
    fields: coordinatorFields(),
  }),

  CoordinatorEnded: entry({
    description: 'The coordinator ceased to be one.',
    publishedBy: ['municipality'],
    fhir: ['CareTeam'],
    fields: coordinatorFields(),
  }),

  IndividualPlanOffered: entry({
    description: 'The patient was offered an individual plan.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan'],
    fields: individualPlanFields(),
  }),

  IndividualPlanAccepted: entry({
    description: 'The patient agreed that an individual plan is made.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan'],
    fields: individualPlanFields(),
  }),

  IndividualPlanDeclined: entry({
    description: 'The patient declined an individual plan.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan'],
    fields: individualPlanFields(),
  }),

  IndividualPlanMade: entry({
    description: 'The individual plan was drawn up together with the patient and is in use.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan'],
    fields: { ...individualPlanFields(), reviewDate: day('When the plan is to be reviewed') },
  }),

  IndividualPlanRevised: entry({
    description: 'The individual plan was reviewed, and changed where that was needed.',
    publishedBy: ['municipality'],
    fhir: ['CarePlan'],
    fields: { ...individualPlanFields(), reviewDate: day('When the plan is to be reviewed next') },
  }),

  CollaborationMeetingHeld: entry({
    description: 'The services met about the patient.',
    publishedBy: ['hospital', 'municipality'],
    fhir: ['Encounter'],
    fields: {
      kind: oneOf('Kind of meeting', [
        'responsibility-group',
        'summarising',
        'follow-up',
        'discharge',
        'other',
      ]),
      referral: name('Identifier of the referral that it is about'),
      attendees: names('Who took part, by role or organisation'),
      patientPresent: flag('Whether the patient took part'),
      attendance: count('Number of people'),
      performer: performer(),
    },
  }),
};
