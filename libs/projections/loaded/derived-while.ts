/**
 * What is derived of one patient, and at which instants it is true.
 *
 * As long as nothing is recorded only time changes where a patient stands, and an assessment says
 * when it will next: until then what was derived from it stays true. Time takes nothing back: who
 * has the same derived at two instants had it in between.
 */
import { type Assessment, Journey, timelineOf } from '#pathway';
import { NEVER, type Validity } from '../columns/patient-rows.js';
import type { JourneyFact } from '../models/stored-journey.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { journeysOf, type AssessedQuestion } from '../standing/patient-journeys.js';

export interface Deriving<Derived> {
  /** Of a patient who had entered by the instant of the assessments. */
  of(patient: AssessedPatient): Derived;
  /** Of the same facts, as of two instants. */
  isSame(earlier: Derived, later: Derived): boolean;
}

export interface DerivedWhile<Derived> {
  /** Undefined: the patient had not entered. */
  readonly derived: Derived | undefined;
  readonly validity: Validity;
}

interface At<Derived> {
  readonly derived: Derived | undefined;
  readonly until: number;
}

export interface PatientFacts {
  readonly patient: string;
  readonly facts: readonly JourneyFact[];
}

/**
 * As of the last step and, if the question is about a later instant by which time may have changed
 * something, as of that one.
 */
export function derivedWhile<Derived>(
  question: AssessedQuestion,
  { patient, facts }: PatientFacts,
  deriving: Deriving<Derived>,
): DerivedWhile<Derived> {
  const timeline = timelineOf(facts, question.definition.zone).facts;
  const [begins, from] = [timeline[0]?.start, timeline.at(-1)?.start];
  if (begins === undefined || from === undefined) return { derived: undefined, validity: NEVER };
  const journey = foldOf(question, facts);
  const at = (asOf: number): At<Derived> => {
    const assessments = journey.assessAll(asOf);
    const next = assessments.map(({ nextWakeUp = Infinity }) => nextWakeUp);
    const of = { question: { ...question, asOf }, patient, facts, journey, assessments };
    const assessed = assessedFrom(of);
    return { derived: assessed && deriving.of(assessed), until: Math.min(...next) };
  };
  const then = at(from);
  const { asOf = from } = question;
  if (asOf < then.until)
    return { derived: then.derived, validity: { begins, from, until: then.until } };
  const now = at(asOf);
  const isSame =
    then.derived !== undefined &&
    now.derived !== undefined &&
    deriving.isSame(then.derived, now.derived);
  const validity = { begins, from: isSame ? from : asOf, until: now.until };
  return { derived: now.derived, validity };
}

/** As of the question's instant; undefined if the patient had not entered by then. */
export function derivedAt<Derived>(
  question: AssessedQuestion & { readonly asOf: number },
  { patient, facts }: PatientFacts,
  of: (patient: AssessedPatient) => Derived,
): Derived | undefined {
  const journey = foldOf(question, facts);
  const assessments = journey.assessAll(question.asOf);
  const assessed = assessedFrom({ question, patient, facts, journey, assessments });
  return assessed && of(assessed);
}

function foldOf({ versions }: AssessedQuestion, facts: readonly JourneyFact[]): Journey {
  const journey = new Journey(versions.rulesFor(facts));
  for (const fact of facts) journey.add(fact);
  return journey;
}

interface Assessed extends PatientFacts {
  readonly question: AssessedQuestion;
  readonly journey: Journey;
  readonly assessments: readonly Assessment[];
}

function assessedFrom({
  question,
  patient,
  facts,
  journey,
  assessments,
}: Assessed): AssessedPatient | undefined {
  if (assessments.every(({ state }) => state === 'not-entered')) return undefined;
  const journeys = () => journeysOf(question, facts, journey);
  return { patient, assessments, facts: () => facts, journeys, journey: () => journey };
}
