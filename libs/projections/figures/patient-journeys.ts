/**
 * What figures count as one journey: all that is known of the patient from the entry on,
 * or, where the pathway has episodes, each episode by itself.
 */
import { factKey, mayPrecede, type TimedFact } from '#care-event';
import { type Assessment, type Episode, journeyFacts, timelineOf } from '#pathway';
import type { JourneyFact } from '../models/stored-journey.js';
import type { Question } from './question.js';

export interface PatientJourney {
  /** In order, the entry among them. Of an episode, before the entry what it looks back on. */
  readonly placed: readonly TimedFact[];
  /** Place of the entry. */
  readonly entryAt: number;
  /**
   * Facts that sort before the journey and may yet have come after its entry, because one
   * of the two is known only to the day or month.
   */
  readonly early: readonly TimedFact[];
  /** Facts that sort after the close and may yet have come before it. */
  readonly late: readonly TimedFact[];
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  /** When the journey is over, ms since the epoch: nobody waits for anything after that. */
  readonly closedAt?: number;
  /** Start of the last event known of the patient. */
  readonly lastKnown: number;
}

/**
 * Oldest first; none when the pathway was not entered.
 *
 * @param assessment where the patient stands at the as-of instant, if it is known already
 */
export function journeysOf(
  question: Question,
  facts: readonly JourneyFact[],
  assessment?: Assessment,
): readonly PatientJourney[] {
  if (question.perEpisode) return episodesOf(question, facts, assessment);
  const whole = wholeJourney(question, facts);
  return whole === undefined ? NO_JOURNEY : [whole];
}

/** For ever one journey, whatever closes it. */
function wholeJourney(
  { definition, versions, asOf }: Question,
  facts: readonly JourneyFact[],
): PatientJourney | undefined {
  const options = asOf === undefined ? {} : { asOf };
  const placed = journeyFacts(versions.rulesFor(facts), facts, options);
  const entry = placed[0];
  if (entry === undefined) return undefined;
  const journey = { placed, entryAt: 0, late: NONE, lastKnown: placed.at(-1)!.start };
  if (facts.every(isInstant)) return { ...journey, early: NONE };
  const all = timelineOf(facts, definition.zone).facts;
  const before = all.slice(
    0,
    all.findIndex(({ fact }) => fact === entry.fact),
  );
  const early = before
    .filter((candidate) => concerns(candidate, definition.id))
    .filter((candidate) => mayPrecede(entry, candidate));
  return { ...journey, early };
}

function episodesOf(
  { definition: { id, zone }, versions, asOf = Infinity }: Question,
  facts: readonly JourneyFact[],
  assessment: Assessment | undefined,
): readonly PatientJourney[] {
  const ours = timelineOf(facts, zone).facts.filter(
    (placed) => placed.start <= asOf && concerns(placed, id),
  );
  const last = ours.at(-1);
  if (last === undefined) return NO_JOURNEY;
  const at = asOf === Infinity ? last.start : asOf;
  const { episodes } = assessment ?? versions.assess(facts, at);
  const stretches = stretchesOf(ours, episodes);
  return stretches.map(({ episode, outside, from, entryAt, closed }, place) => {
    const entry = ours[entryAt]!;
    const early = ours.slice(outside, from).filter((candidate) => mayPrecede(entry, candidate));
    const journey = {
      entryAt: entryAt - from,
      early,
      episode: episode.number,
      lastKnown: last.start,
    };
    // Without the rule a close cuts nothing off: only the next episode does.
    if (versions.version(episode.version).episodes === undefined) {
      const next = stretches[place + 1];
      const placed = ours.slice(from, next?.from);
      const closedAt = next?.episode.enteredAt;
      return { ...journey, placed, late: NONE, ...(closedAt === undefined ? {} : { closedAt }) };
    }
    const { closedAt, closedBy } = episode;
    const placed = ours.slice(from, closed);
    const close = ours[closed - 1]!;
    const late =
      factKey(close.fact) === closedBy
        ? ours.slice(closed).filter((candidate) => mayPrecede(candidate, close))
        : NONE;
    return { ...journey, placed, late, ...(closedAt === undefined ? {} : { closedAt }) };
  });
}

/** Where an episode lies among the facts: places in their order. */
interface Stretch {
  readonly episode: Episode;
  /** Behind the close of the one before. */
  readonly outside: number;
  /** First of what it looks back on, else the entry. */
  readonly from: number;
  readonly entryAt: number;
  /** Behind its close, or behind everything while it is open. */
  readonly closed: number;
}

function stretchesOf(ours: readonly TimedFact[], episodes: readonly Episode[]): Stretch[] {
  const stretches: Stretch[] = [];
  let outside = 0;
  for (const episode of episodes) {
    const { enteredBy, looksBackTo = Infinity } = episode;
    const placeOf = (key: string | undefined): number =>
      ours.findIndex(({ fact }, place) => place >= outside && factKey(fact) === key);
    const entryAt = placeOf(enteredBy);
    const from = ours.findIndex(
      ({ start }, place) => place === entryAt || (place >= outside && start >= looksBackTo),
    );
    const closed = closedBehind(ours, episode, placeOf);
    stretches.push({ episode, outside, from, entryAt, closed });
    outside = closed;
  }
  return stretches;
}

function closedBehind(
  ours: readonly TimedFact[],
  { closedAt = Infinity, closedBy }: Episode,
  placeOf: (key: string | undefined) => number,
): number {
  if (closedAt === Infinity) return ours.length;
  const close = placeOf(closedBy);
  if (close >= 0) return close + 1;
  // It lapsed: no event closed it, and what begins then or later is outside.
  const after = ours.findIndex(({ start }) => start >= closedAt);
  return after < 0 ? ours.length : after;
}

const NONE: readonly TimedFact[] = [];
const NO_JOURNEY: readonly PatientJourney[] = [];

function concerns({ fact }: TimedFact, pathway: string): boolean {
  return fact.pathway === undefined || fact.pathway === pathway;
}

/** A day or month has at most ten characters. */
function isInstant({ occurredAt }: JourneyFact): boolean {
  return occurredAt.length > 10;
}

/** Where in the log a fact lies that was read from the journeys. */
export function positionOf({ fact }: TimedFact): string {
  return (fact as JourneyFact).position;
}
