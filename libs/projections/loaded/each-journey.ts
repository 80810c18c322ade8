/**
 * Visits the journeys of a pathway as of the instant of a question: from columns in memory where
 * they hold them, and by replay where they do not. Which of the two a journey comes from makes no
 * difference.
 */
import type { JourneySteps } from '../columns/journey-steps.js';
import type { JourneyFact } from '../models/stored-journey.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { eachPatient, type Unreadable } from '../standing/each-patient.js';
import { journeysOf } from '../standing/patient-journeys.js';
import { eachAmong } from './each-among.js';
import type { JourneyCache } from './journey-cache.js';
import type { HeldQuestion } from './load-journeys.js';
import { ReplayedSteps } from './replayed-steps.js';

/** Read models, and what is held of them in memory. */
export interface FigureModels extends ReadModels {
  readonly cache?: JourneyCache;
}

/** In no order. @returns as `eachPatient` */
export async function eachJourney(
  {
    cache,
    view,
    question,
  }: {
    readonly cache: JourneyCache | undefined;
    readonly view: ReadView;
    readonly question: HeldQuestion;
  },
  visit: (journey: JourneySteps) => void,
): Promise<readonly Unreadable[]> {
  const replay = (patient: string, facts: readonly JourneyFact[]): void => {
    const journeys = journeysOf(question, facts);
    for (const journey of journeys) visit(new ReplayedSteps(patient, journey));
  };
  const held = await cache?.visit(view, question, visit);
  if (held === undefined) return eachPatient(view, question, replay);
  const { others, unreadable } = held;
  return [...unreadable, ...(await eachAmong(view, question, others, replay))];
}
