/** What columns hold of one patient: the journeys, and at which instants they are these. */
import type { JourneySteps } from '../columns/journey-steps.js';
import type { Validity } from '../columns/patient-rows.js';
import {
  journeysOf,
  type AssessedQuestion,
  type PatientJourney,
} from '../standing/patient-journeys.js';
import { derivedWhile, type Deriving, type PatientFacts } from './derived-while.js';
import { ReplayedSteps } from './replayed-steps.js';

export interface HeldJourneys {
  readonly journeys: readonly JourneySteps[];
  readonly validity: Validity;
}

export function heldJourneys(question: AssessedQuestion, of: PatientFacts): HeldJourneys {
  const steps = (journeys: readonly PatientJourney[]): readonly JourneySteps[] =>
    journeys.map((journey) => new ReplayedSteps(of.patient, journey));
  if (question.perEpisode) {
    const { derived = [], validity } = derivedWhile(question, of, JOURNEYS);
    return { journeys: steps(derived), validity };
  }
  // Nothing but its steps makes such a journey: as of an instant it is cut there.
  const journeys = journeysOf({ ...question, asOf: Infinity }, of.facts);
  const begins = journeys[0]?.timeline[0]?.start ?? Infinity;
  return { journeys: steps(journeys), validity: { begins, from: begins, until: Infinity } };
}

const JOURNEYS: Deriving<readonly PatientJourney[]> = {
  of: (patient) => patient.journeys(),
  isSame: (earlier, later) =>
    earlier.length === later.length &&
    earlier.every((journey, index) => isSameJourney(journey, later[index]!)),
};

function isSameJourney(a: PatientJourney, b: PatientJourney): boolean {
  return (
    a.key === b.key &&
    a.episode === b.episode &&
    a.closedAt === b.closedAt &&
    a.lastKnown === b.lastKnown &&
    a.entryAt === b.entryAt &&
    a.timeline[0]?.fact === b.timeline[0]?.fact &&
    a.timeline.length === b.timeline.length &&
    a.early.length === b.early.length &&
    a.late.length === b.late.length
  );
}
