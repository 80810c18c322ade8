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
  reason: text('Reason'),
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
      sender: sender(),
      addressee: addressee(),
    },
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
    description: 'The patient accepted an individual plan.',
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
      attendees: names('Who took part, by role or organisation'),
      patientPresent: flag('Whether the patient took part'),
      attendance: count('Number of people'),
      performer: performer(),
    },
  }),
};
