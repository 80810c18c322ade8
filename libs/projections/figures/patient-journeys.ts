/**
 * What figures count as one journey: everything known of the patient from the entry on or,
 * where the pathway has episodes, each episode.
 */
import { factKey, mayPrecede, type TimedFact } from '#care-event';
import { type Assessment, type Episode, journeyFacts, timelineOf } from '#pathway';
import type { JourneyFact } from '../models/stored-journey.js';
import type { Question } from './question.js';

export interface PatientJourney {
  /** In order, including the entry; for an episode, also the earlier facts that it looks back on. */
  readonly timeline: readonly TimedFact[];
  /** Index of the entry. */
  readonly entryAt: number;
  /**
   * Facts that sort before the journey but may have happened after its entry, because one
   * of the two is known only to the day or month.
   */
  readonly early: readonly TimedFact[];
  /** Facts that sort after the close but may have happened before it. */
  readonly late: readonly TimedFact[];
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  /** When the journey ends, ms since the epoch: all waits end by then. */
  readonly closedAt?: number;
  /** Start of the last event known of the patient. */
  readonly lastKnown: number;
}

/**
 * Oldest first; empty if the pathway was not entered.
 *
 * @param assessment of the as-of instant, if already at hand
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

/** A single journey, whatever closes it. */
function wholeJourney(
  { definition, versions, asOf }: Question,
  facts: readonly JourneyFact[],
): PatientJourney | undefined {
  const options = asOf === undefined ? {} : { asOf };
  const timeline = journeyFacts(versions.rulesFor(facts), facts, options);
  const entry = timeline[0];
  if (entry === undefined) return undefined;
  const journey = { timeline, entryAt: 0, late: NONE, lastKnown: timeline.at(-1)!.start };
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
    (timed) => timed.start <= asOf && concerns(timed, id),
  );
  const last = ours.at(-1);
  if (last === undefined) return NO_JOURNEY;
  const at = asOf === Infinity ? last.start : asOf;
  const { episodes } = assessment ?? versions.assess(facts, at);
  const ranges = episodeRanges(ours, episodes);
  return ranges.map(({ episode, outside, from, entryAt, closed }, index) => {
    const entry = ours[entryAt]!;
    const early = ours.slice(outside, from).filter((candidate) => mayPrecede(entry, candidate));
    const journey = {
      entryAt: entryAt - from,
      early,
      episode: episode.number,
      lastKnown: last.start,
    };
    // Without the rule only the next episode ends this one; a close does not.
    if (versions.version(episode.version).episodes === undefined) {
      const next = ranges[index + 1];
      const timeline = ours.slice(from, next?.from);
      const closedAt = next?.episode.enteredAt;
      return { ...journey, timeline, late: NONE, ...(closedAt === undefined ? {} : { closedAt }) };
    }
    const { closedAt, closedBy } = episode;
    const timeline = ours.slice(from, closed);
    const close = ours[closed - 1]!;
    const late =
      factKey(close.fact) === closedBy
        ? ours.slice(closed).filter((candidate) => mayPrecede(candidate, close))
        : NONE;
    return { ...journey, timeline, late, ...(closedAt === undefined ? {} : { closedAt }) };
  });
}

/** The part of the patient's facts that belongs to an episode, as indexes. */
interface EpisodeRange {
  readonly episode: Episode;
  /** First after the close of the previous one. */
  readonly outside: number;
  /** First fact that it looks back on, or the entry. */
  readonly from: number;
  readonly entryAt: number;
  /** First after its close, or after all facts while it is open. */
  readonly closed: number;
}

function episodeRanges(ours: readonly TimedFact[], episodes: readonly Episode[]): EpisodeRange[] {
  const ranges: EpisodeRange[] = [];
  let outside = 0;
  for (const episode of episodes) {
    const { enteredBy, looksBackTo = Infinity } = episode;
    const indexOf = (key: string | undefined): number =>
      ours.findIndex(({ fact }, index) => index >= outside && factKey(fact) === key);
    const entryAt = indexOf(enteredBy);
    const from = ours.findIndex(
      ({ start }, index) => index === entryAt || (index >= outside && start >= looksBackTo),
    );
    const closed = firstAfterClose(ours, episode, indexOf);
    ranges.push({ episode, outside, from, entryAt, closed });
    outside = closed;
  }
  return ranges;
}

function firstAfterClose(
  ours: readonly TimedFact[],
  { closedAt = Infinity, closedBy }: Episode,
  indexOf: (key: string | undefined) => number,
): number {
  if (closedAt === Infinity) return ours.length;
  const close = indexOf(closedBy);
  if (close >= 0) return close + 1;
  // It lapsed: no event closed it, and whatever begins then or later is outside.
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

/** The log position of a fact that was read from the journeys. */
export function positionOfFact({ fact }: TimedFact): string {
  return (fact as JourneyFact).position;
}
