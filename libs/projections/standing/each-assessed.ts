/**
 * Visits everybody who entered a pathway, as assessed at the instant of a question: what every
 * figure is computed over.
 */
import { type Assessment, Journey } from '#pathway';
import { QueryRefused } from '../models/errors.js';
import type { JourneyFact } from '../models/stored-journey.js';
import type { ReadView } from '../port/read-models.js';
import { eachPatient, type Unreadable } from './each-patient.js';
import { journeysOf, type AssessedQuestion, type PatientJourney } from './patient-journeys.js';

export interface AssessedPatient {
  readonly patient: string;
  /** One, or one per key where the pathway has episodes side by side; all of them were entered. */
  readonly assessments: readonly Assessment[];
  /** All that is known of the patient that may concern the pathway, in the order in which it was recorded. */
  readonly facts: () => readonly JourneyFact[];
  /** The timelines of its episodes, or the one journey, as figures count them. */
  readonly journeys: () => readonly PatientJourney[];
}

/**
 * Calls `visit` for every patient who entered the pathway by the question's as-of instant, ordered
 * by pseudonym. What `facts` and `journeys` give is worked out when it is asked for.
 *
 * A patient who cannot be read or assessed, or for whom `visit` throws, does not prevent the
 * figure: that patient is omitted and returned. `visit` must therefore look before it counts.
 *
 * @throws QueryRefused no as-of instant was given
 */
export async function eachAssessed(
  view: ReadView,
  question: AssessedQuestion,
  visit: (patient: AssessedPatient) => void,
): Promise<readonly Unreadable[]> {
  const { asOf } = question;
  if (asOf === undefined)
    throw new QueryRefused('invalid-query', 'This figure needs an as-of instant.', 'asOf');
  return eachPatient(view, question, (patient, facts) => {
    const replayed = replay(question, { patient, facts, at: asOf });
    if (replayed !== undefined) visit(replayed);
  });
}

interface Facts {
  readonly patient: string;
  readonly facts: readonly JourneyFact[];
  readonly at: number;
}

/** Undefined if the patient had not entered by then. */
function replay(
  question: AssessedQuestion,
  { patient, facts, at }: Facts,
): AssessedPatient | undefined {
  const journey = new Journey(question.versions.rulesFor(facts));
  for (const fact of facts) journey.add(fact);
  const assessments = journey.assessAll(at);
  if (assessments.every(({ state }) => state === 'not-entered')) return undefined;
  return {
    patient,
    assessments,
    facts: () => facts,
    journeys: () => journeysOf(question, facts, journey),
  };
}
