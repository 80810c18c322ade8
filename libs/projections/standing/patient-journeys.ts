/**
 * What figures count as one journey: everything known of the patient from the entry on or,
 * where the pathway has episodes, each episode.
 */
import { compareFacts, factKey, mayPrecede, type TimedFact } from '#care-event';
import {
  type Assessment,
  concerns,
  type Definition,
  type Episode,
  Journey,
  journeyFacts,
  type PathwayVersions,
  timelineOf,
} from '#pathway';
import type { JourneyFact } from '../models/stored-journey.js';

/** What patients are assessed by, for an answer. */
export interface AssessedQuestion {
  /** The newest definition known. */
  readonly definition: Definition;
  /** Its versions and migrations known by then. */
  readonly versions: PathwayVersions;
  /** True if a version has episodes: each of them is then a journey of its own. */
  readonly perEpisode: boolean;
  /** Only what had happened by then, ms since the epoch. */
  readonly asOf?: number;
  /** Only what had been recorded by then, ms since the epoch. */
  readonly knownAt?: number;
}

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
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  /** When the journey ends, ms since the epoch: all waits end by then. */
  readonly closedAt?: number;
  /** Start of the last event known of the patient. */
  readonly lastKnown: number;
}

/** The journeys that one assessment is about. */
export interface AssessedJourneys {
  readonly assessment: Assessment;
  /** Oldest first; never empty. */
  readonly journeys: readonly PatientJourney[];
}

/**
 * Oldest first, key by key; empty if the pathway was not entered.
 *
 * @param folded a journey of the same facts, where there is one already
 */
export function journeysOf(
  question: AssessedQuestion,
  facts: readonly JourneyFact[],
  folded?: Journey,
): readonly PatientJourney[] {
  if (question.perEpisode)
    return episodesByKey(question, facts, folded).flatMap(({ journeys }) => journeys);
  const whole = wholeJourney(question, facts);
  return whole === undefined ? NO_JOURNEY : [whole];
}

/** A single journey, whatever closes it. */
function wholeJourney(
  { definition, versions, asOf }: AssessedQuestion,
  facts: readonly JourneyFact[],
): PatientJourney | undefined {
  const options = asOf === undefined ? {} : { asOf };
  const rules = versions.rulesFor(facts);
  const timeline = journeyFacts(rules, facts, options);
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
    .filter(({ fact }) => concerns(fact, rules))
    .filter((candidate) => mayPrecede(entry, candidate));
  return { ...journey, early };
}

function episodesByKey(
  { definition: { zone }, versions, asOf = Infinity }: AssessedQuestion,
  facts: readonly JourneyFact[],
  folded?: Journey,
): readonly AssessedJourneys[] {
  const rules = versions.rulesFor(facts);
  const ours = timelineOf(facts, zone).facts.filter(
    ({ fact, start }) => start <= asOf && concerns(fact, rules),
  );
  const last = ours.at(-1);
  if (last === undefined) return [];
  const at = asOf === Infinity ? last.start : asOf;
  const journey = folded ?? new Journey(rules);
  if (folded === undefined) for (const fact of facts) journey.add(fact);
  return journey.assessAll(at).flatMap((assessment) => {
    const { key } = assessment;
    const own = key === undefined ? ours : factsOfKey(journey, at, key);
    const lastKnown = own.at(-1)?.start ?? last.start;
    const journeys = episodesOf({ versions, own, lastKnown }, assessment);
    return journeys.length === 0 ? [] : [{ assessment, journeys }];
  });
}

/** Those of the key, and those without one that count there as well. */
function factsOfKey(journey: Journey, at: number, key: string): readonly TimedFact[] {
  const own = journey.given(at, key);
  const given = new Set(own.map(({ fact }) => factKey(fact)));
  const counted = journey.counted(at, key).filter(({ fact }) => !given.has(factKey(fact)));
  return counted.length === 0 ? own : [...own, ...counted].sort(compareFacts);
}

interface OwnFacts {
  readonly versions: PathwayVersions;
  readonly own: readonly TimedFact[];
  readonly lastKnown: number;
}

function episodesOf(
  { versions, own: ours, lastKnown }: OwnFacts,
  { episodes, key }: Assessment,
): readonly PatientJourney[] {
  const ranges = episodeRanges(ours, episodes);
  return ranges.map(({ episode, outside, from, entryAt, closed }, index) => {
    const entry = ours[entryAt]!;
    const early = ours.slice(outside, from).filter((candidate) => mayPrecede(entry, candidate));
    const journey = {
      entryAt: entryAt - from,
      early,
      ...(key === undefined ? {} : { key }),
      episode: episode.number,
      lastKnown,
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

/** A day or month has at most ten characters. */
function isInstant({ occurredAt }: JourneyFact): boolean {
  return occurredAt.length > 10;
}
