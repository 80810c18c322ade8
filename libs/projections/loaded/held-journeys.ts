/**
 * What columns hold of one patient: the journeys, and at which instants they are these.
 *
 * As long as nothing is recorded, a journey changes only when time closes it. So whoever is looked
 * at again later and has the same journeys had them in between.
 */
import { Journey, timelineOf } from '#pathway';
import type { JourneySteps } from '../columns/journey-steps.js';
import { NEVER, type Validity } from '../columns/journey-columns.js';
import type { JourneyFact } from '../models/stored-journey.js';
import {
  journeysOf,
  type AssessedQuestion,
  type PatientJourney,
} from '../standing/patient-journeys.js';
import { ReplayedSteps } from './replayed-steps.js';

export interface HeldJourneys {
  readonly journeys: readonly JourneySteps[];
  readonly validity: Validity;
}

const NOTHING: HeldJourneys = { journeys: [], validity: NEVER };

/** As of one instant. */
interface At {
  readonly journeys: readonly PatientJourney[];
  readonly until: number;
}

/**
 * They are looked at when their last step happened and, if the question is about a later instant
 * by which time may have changed them, at that one.
 */
export function heldJourneys(
  question: AssessedQuestion,
  patient: string,
  facts: readonly JourneyFact[],
): HeldJourneys {
  const steps = ({ journeys }: Pick<At, 'journeys'>): readonly JourneySteps[] =>
    journeys.map((journey) => new ReplayedSteps(patient, journey));
  if (!question.perEpisode) {
    const journeys = journeysOf({ ...question, asOf: Infinity }, facts);
    const begins = journeys[0]?.timeline[0]?.start ?? Infinity;
    return { journeys: steps({ journeys }), validity: { begins, from: begins, until: Infinity } };
  }
  const timeline = timelineOf(facts, question.definition.zone).facts;
  const begins = timeline[0]?.start ?? Infinity;
  const last = timeline.at(-1)?.start ?? Infinity;
  if (last === Infinity) return NOTHING;
  const journey = new Journey(question.versions.rulesFor(facts));
  for (const fact of facts) journey.add(fact);
  const at = (instant: number): At => {
    const next = journey.assessAll(instant).map(({ nextWakeUp = Infinity }) => nextWakeUp);
    const journeys = journeysOf({ ...question, asOf: instant }, facts, journey);
    return { journeys, until: Math.min(...next) };
  };
  const then = at(last);
  const { asOf = last } = question;
  if (asOf < then.until)
    return { journeys: steps(then), validity: { begins, from: last, until: then.until } };
  const now = at(asOf);
  const from = sinceWhen(then, now, { last, asOf });
  return { journeys: steps(now), validity: { begins, from, until: now.until } };
}

function sinceWhen(then: At, now: At, { last, asOf }: { last: number; asOf: number }): number {
  if (areSame(then.journeys, now.journeys)) return last;
  const closes = now.journeys.map(({ closedAt = Infinity }) => closedAt);
  return now.until === Infinity ? Math.min(asOf, Math.max(last, ...closes)) : asOf;
}

/** Both of the same facts. */
function areSame(a: readonly PatientJourney[], b: readonly PatientJourney[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        one.key === other?.key &&
        one.episode === other?.episode &&
        one.closedAt === other?.closedAt &&
        one.lastKnown === other?.lastKnown &&
        one.entryAt === other?.entryAt &&
        one.timeline[0]?.fact === other?.timeline[0]?.fact &&
        [one.timeline, one.early, one.late].every(
          (list, which) =>
            list.length === [other?.timeline, other?.early, other?.late][which]?.length,
        )
      );
    })
  );
}
