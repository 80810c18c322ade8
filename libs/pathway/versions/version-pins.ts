/**
 * Which rules apply to each episode of a patient, where facts recorded under several versions
 * of a pathway may belong to one episode.
 *
 * The facts of an episode are found under the rules that its entry fact alone would give. The
 * latest migration that moved one of them decides; if none did, the earliest recorded fact that
 * could have opened the episode. So a late report of an earlier onset moves no episode, and
 * neither does a late report of a close that makes two episodes of one.
 */
import type { Episode } from '../state/assessment.js';
import {
  birthAmong,
  factKey,
  PatientAge,
  type TimedFact,
  type RecordedFact,
  targetKeys,
} from '#care-event';
import { Journey } from '../assessment/journey.js';
import { timelineOf } from '../assessment/journey-facts.js';
import {
  concerns,
  opensEpisode,
  type PathwayRules,
  type RulesSource,
} from '../rules/pathway-rules.js';

/** All reports of one event: the fact and what it corrects, the latest first. */
export type Reports = (fact: RecordedFact) => readonly RecordedFact[];

export const onlyItself: Reports = (fact) => [fact];

export function reportsAmong(facts: readonly RecordedFact[]): Reports {
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  return (fact) => {
    const reports = new Set<RecordedFact>();
    let next: RecordedFact | undefined = fact;
    while (next !== undefined && !reports.has(next)) {
      reports.add(next);
      next = targetKeys(next).flatMap((key) => byKey.get(key) ?? [])[0];
    }
    return [...reports];
  };
}

/** Stays the same whether or not a correction stands. */
export function originalKey(reports: readonly RecordedFact[]): string {
  const first = reports.at(-1);
  return first === undefined ? '' : factKey(first);
}

/** Where a migration moved a fact that was part of an open episode. */
export interface Move {
  readonly rules: PathwayRules;
  /** Its number among the migrations; later ones are greater. */
  readonly ordinal: number;
}

/** Rules by the first report of a fact. */
export type Pins = ReadonlyMap<string, PathwayRules>;

export interface PinsSetup {
  readonly reports: Reports;
  /** By the first report of the fact. */
  readonly moved: ReadonlyMap<string, Move>;
  /** The source of rules with these pins, for entries that they do not pin too. */
  readonly sourceWith: (pins: Pins) => RulesSource;
}

/** The rules of each episode that these facts make. */
export function pinned(
  facts: readonly RecordedFact[],
  { reports, moved, sourceWith }: PinsSetup,
): RulesSource {
  const pins = new Map<string, PathwayRules>();
  const source = sourceWith(pins);
  if (moved.size === 0 && !facts.some((fact) => differs(source, fact, facts[0]))) return source;
  const { facts: timeline, age } = timelineOn(source, facts);
  const openers = timeline.filter((each) => opensEpisode(source, each, age));
  const first = (fact: RecordedFact): number =>
    Math.min(...reports(fact).map(({ recordedAt }) => recordedAt));
  if (moved.size === 0 && inOrder(openers.map(({ fact }) => first(fact)))) return source;

  const rulesOfEpisode = (members: readonly TimedFact[]): PathwayRules | undefined => {
    const moves = members.flatMap(({ fact }) => moved.get(originalKey(reports(fact))) ?? []);
    if (moves.length > 0) return moves.reduce((a, b) => (b.ordinal > a.ordinal ? b : a)).rules;
    const opening = new Set(members.map(({ fact }) => factKey(fact)));
    const earliest = openers
      .filter(({ fact }) => opening.has(factKey(fact)))
      .reduce<RecordedFact | undefined>(
        (best, { fact }) => (best === undefined || first(fact) < first(best) ? fact : best),
        undefined,
      );
    return earliest && source.opening(earliest);
  };
  const last = timeline.at(-1)?.start ?? 0;
  // Each round pins the episodes up to one that goes by other rules than its entry alone
  // would give: those may end it elsewhere, so that what comes after it is looked at anew.
  for (let moves = true; moves;) {
    moves = false;
    for (const members of episodesOf(source, facts, last)) {
      const entry = members[0];
      if (entry === undefined) continue;
      const key = originalKey(reports(entry.fact));
      if (pins.has(key)) continue;
      const rules = rulesOfEpisode(members) ?? source.opening(entry.fact);
      pins.set(key, rules);
      moves = rules !== source.opening(entry.fact);
      if (moves) break;
    }
  }
  return source;
}

/** The facts of the episodes that are open at that instant, each by its first report. */
export function openAt(
  source: RulesSource,
  facts: readonly RecordedFact[],
  { at, reports }: { readonly at: number; readonly reports: Reports },
): readonly string[] {
  if (facts.length === 0) return [];
  const journey = journeyOf(source, facts);
  return journey.assessAll(at).flatMap(({ state, episodes, key }) => {
    const open = state === 'open' ? episodes.at(-1) : undefined;
    if (open === undefined) return [];
    return membersOf(open, journey.given(at, key)).map(({ fact }) => originalKey(reports(fact)));
  });
}

/** The facts of each episode, of whatever key; its entry first. */
function episodesOf(
  source: RulesSource,
  facts: readonly RecordedFact[],
  at: number,
): readonly (readonly TimedFact[])[] {
  const journey = journeyOf(source, facts);
  return journey.assessAll(at).flatMap(({ episodes, key }) => {
    const given = journey.given(at, key);
    return episodes.map((episode) => membersOf(episode, given));
  });
}

function journeyOf(source: RulesSource, facts: readonly RecordedFact[]): Journey {
  const journey = new Journey(source);
  for (const fact of facts) journey.add(fact);
  return journey;
}

interface Timeline {
  /** Facts that stand and concern the pathway, in order. */
  readonly facts: readonly TimedFact[];
  readonly age: PatientAge;
}

function timelineOn(source: RulesSource, facts: readonly RecordedFact[]): Timeline {
  const { zone } = source;
  const { facts: timeline } = timelineOf(facts, zone);
  return {
    facts: timeline.filter(({ fact }) => concerns(fact, source)),
    age: new PatientAge(birthAmong(timeline), zone),
  };
}

/** From its entry to its close, including what lies between a close and its reopening. */
function membersOf(
  { enteredBy, closedAt, closedBy }: Episode,
  timeline: readonly TimedFact[],
): readonly TimedFact[] {
  const from = timeline.findIndex(({ fact }) => factKey(fact) === enteredBy);
  if (from < 0) return [];
  const close = timeline.findIndex(({ fact }) => factKey(fact) === closedBy);
  if (close >= from) return timeline.slice(from, close + 1);
  return timeline.slice(from).filter(({ start }) => closedAt === undefined || start < closedAt);
}

function differs(source: RulesSource, fact: RecordedFact, other: RecordedFact | undefined) {
  return other !== undefined && source.opening(fact) !== source.opening(other);
}

function inOrder(instants: readonly number[]): boolean {
  return instants.every((instant, index) => instant >= (instants[index - 1] ?? -Infinity));
}
