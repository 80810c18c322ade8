/**
 * Visits the journeys of a pathway as of the instant of a question: from columns in memory where
 * they hold them, and by replay where they do not. Which of the two a journey comes from makes no
 * difference.
 */
import { JourneyColumns } from '../columns/journey-columns.js';
import type { JourneySteps } from '../columns/journey-steps.js';
import { NEVER } from '../columns/patient-rows.js';
import type { JourneyFact } from '../models/stored-journey.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { eachPatient, type Unreadable } from '../standing/each-patient.js';
import { journeysOf } from '../standing/patient-journeys.js';
import { eachAmong } from './each-among.js';
import type { FigureCache, HeldQuestion, Holding } from './figure-cache.js';
import { heldJourneys } from './held-journeys.js';
import { loadShelf } from './load-shelf.js';
import { ReplayedSteps } from './replayed-steps.js';

/** Read models, and what is held of them in memory. */
export interface FigureModels extends ReadModels {
  readonly cache?: FigureCache;
}

/** Where a figure reads. */
export interface FigureSource {
  readonly cache: FigureCache | undefined;
  readonly view: ReadView;
  readonly question: HeldQuestion;
}

/** In no order. @returns as `eachPatient` */
export async function eachJourney(
  { cache, view, question }: FigureSource,
  visit: (journey: JourneySteps) => void,
): Promise<readonly Unreadable[]> {
  const replay = (patient: string, facts: readonly JourneyFact[]): void => {
    const journeys = journeysOf(question, facts);
    for (const journey of journeys) visit(new ReplayedSteps(patient, journey));
  };
  const holding = journeysOn(question.perEpisode);
  const held = await cache?.visit<JourneySteps, JourneyColumns>(view, question, { holding, visit });
  if (held === undefined) return eachPatient(view, question, replay);
  const { others, unreadable } = held;
  return [...unreadable, ...(await eachAmong(view, question, others, replay))];
}

function journeysOn(perEpisode: boolean): Holding<JourneyColumns> {
  return {
    name: 'journeys',
    isTimeless: !perEpisode,
    load(view, question, options) {
      const shelf = new JourneyColumns(!perEpisode);
      const filling = {
        shelf,
        derive: (patient: string, facts: readonly JourneyFact[]) => {
          const { journeys, validity } = heldJourneys(question, { patient, facts });
          const isNobody = journeys.length === 0 && validity.until === Infinity;
          return () => {
            if (!isNobody || options.among !== undefined) shelf.set(patient, journeys, validity);
          };
        },
        forget: (patient: string) => {
          shelf.set(patient, [], NEVER);
        },
      };
      return loadShelf(view, question, filling, options);
    },
  };
}
