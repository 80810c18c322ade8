/** Events in which danger, risk, function and load are looked for. Scores only, never an instrument's wording. */
import { entry } from './entry.js';
import {
  addressee,
  amount,
  day,
  icf,
  icfCodes,
  name,
  names,
  oneOf,
  percent,
  performer,
  sender,
  service,
  someOf,
  text,
  urgency,
} from './fields.js';

/** A score means nothing without the instrument and the version that gave it. */
const SCORE_NEEDS_ITS_INSTRUMENT = { score: ['instrument', 'instrumentVersion'] };

const instrument = () => name('Instrument that was used, such as ODI, NPRS, PSFS or EQ-5D');
const instrumentVersion = () => name('Version of the instrument');

export const SCREENING_AND_ASSESSMENT = {
  RedFlagScreened: entry({
    description: 'Specific and serious causes were looked for.',
    publishedBy: ['GP', 'physiotherapist'],
    fhir: ['QuestionnaireResponse'],
    fields: {
      result: oneOf('Whether any was found', ['negative', 'positive', 'inconclusive']),
      flags: someOf('Which were found', [
        'cauda-equina',
        'cancer',
        'fracture',
        'infection',
        'inflammatory',
      ]),
      instrument: name('Checklist that was used'),
      instrumentVersion: instrumentVersion(),
      performer: performer(),
    },
  }),

  RedFlagEscalated: entry({
    description: 'A red flag was found and the patient was sent on at once.',
    publishedBy: ['GP'],
    fhir: ['ServiceRequest (stat)'],
    fields: {
      destination: service('Service that the patient was sent to'),
      urgency: urgency(),
      reason: text('What was found'),
      sender: sender(),
      addressee: addressee(),
    },
  }),

  RiskStratified: entry({
    description: 'The risk of a long-lasting course was put in a class.',
    publishedBy: ['physiotherapist'],
    fhir: ['RiskAssessment', 'QuestionnaireResponse'],
    fields: {
      instrument: name('Instrument that was used, such as STarT Back or ÖMPSQ'),
      instrumentVersion: instrumentVersion(),
      score: amount('Total score'),
      psychosocialScore: amount('Psychosocial sub-score'),
      stratum: oneOf('Class of risk', ['low', 'medium', 'high']),
      performer: performer(),
    },
    together: {
      ...SCORE_NEEDS_ITS_INSTRUMENT,
      psychosocialScore: ['instrument', 'instrumentVersion'],
      stratum: ['instrument'],
    },
  }),

  FunctionMeasured: entry({
    description: 'Function, pain or quality of life was measured: one instrument, one score.',
    publishedBy: ['patient', 'physiotherapist'],
    fhir: ['Observation'],
    fields: {
      instrument: instrument(),
      instrumentVersion: instrumentVersion(),
      score: amount('Score, on the scale of the instrument'),
      unit: name('Unit of the score, where it has one'),
      icf: icfCodes('What was measured', 'b280, d450, d650, d850, d920'),
      qualifier: oneOf('Degree of the problem', ['0', '1', '2', '3', '4'], 'ICF qualifier'),
      occasion: oneOf('When in the course', ['baseline', 'follow-up', 'end']),
      reporter: oneOf('Who answered', ['patient', 'clinician']),
      performer: performer(),
    },
    together: SCORE_NEEDS_ITS_INSTRUMENT,
  }),

  RiskFactorRecorded: entry({
    description: 'A risk factor shared with other non-communicable diseases was recorded.',
    publishedBy: ['GP'],
    fhir: ['Observation'],
    fields: {
      factor: oneOf('Which', ['smoking', 'alcohol', 'diet', 'bmi', 'activity']),
      value: amount('Measured value'),
      unit: name('Unit of the value, such as kg/m2 or minutes a week'),
      level: oneOf('Class of risk', ['none', 'low', 'medium', 'high']),
      instrument: instrument(),
      instrumentVersion: instrumentVersion(),
      performer: performer(),
    },
    together: { value: ['factor'], level: ['factor'] },
  }),

  AspectAssessed: entry({
    description:
      "One aspect of the patient's whole situation was assessed: body, mind, resources, work or life.",
    publishedBy: ['GP', 'physiotherapist'],
    fhir: ['Observation', 'QuestionnaireResponse'],
    fields: {
      aspect: oneOf('Which', [
        'biomechanical-load',
        'fear-of-pain',
        'resources',
        'work-conditions',
        'life-situation',
      ]),
      instrument: instrument(),
      instrumentVersion: instrumentVersion(),
      score: amount('Score, on the scale of the instrument'),
      level: oneOf('How strongly it stands in the way of recovery', ['low', 'medium', 'high']),
      performer: performer(),
    },
    together: SCORE_NEEDS_ITS_INSTRUMENT,
  }),

  WorkloadAssessed: entry({
    description: 'The load that work puts on the patient was assessed.',
    publishedBy: ['employer', 'occupational health'],
    fhir: ['QuestionnaireResponse'],
    fields: {
      biomechanical: oneOf('Load on the body', ['low', 'medium', 'high']),
      psychosocial: oneOf('Psychosocial load', ['low', 'medium', 'high']),
      exposures: names('What the load consists of'),
      adjustable: percent('Share of the tasks that could be changed'),
      icf: icf('Aspect of work', 'd850'),
      instrument: instrument(),
      instrumentVersion: instrumentVersion(),
      score: amount('Score, on the scale of the instrument'),
      nextAssessment: day('When it should be assessed again'),
      performer: performer(),
    },
    together: SCORE_NEEDS_ITS_INSTRUMENT,
  }),
};
