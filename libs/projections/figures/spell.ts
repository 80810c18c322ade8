/**
 * A spell: from the first event of one kind in a journey to the first of another after it.
 * Where the pathway has episodes each of them is a journey, and a spell that has not ended
 * when its episode is closed is cut off there.
 */
import { mayPrecede, type TimedFact } from '#care-event';
import { CENSORED, type SpellSample } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import { journeysOf, positionOfFact, type PatientJourney } from '../standing/patient-journeys.js';
import { requireAsOf, type PathwayQuery, type Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import type { JourneyFact } from '../models/stored-journey.js';

/** Stands for the event that enters the journey where a query names types. */
export const START = '@start';

/**
 * Where an open spell is censored: at the patient's last event by then (nothing is known
 * of the patient after it), or at the as-of instant (the patient is known to be still
 * waiting); or at the close of its episode if that was earlier.
 */
export type Censoring = 'last-event' | 'as-of';

export interface SpellQuery extends PathwayQuery {
  /**
   * Types of which the first begins the spell, or `@start`. What ends it comes after that
   * event; only with `@start` may the journey's first event also be the end, at 0 s.
   */
  readonly from: readonly string[];
  /** Default: `as-of` if an as-of instant is given, otherwise `last-event`. */
  readonly censor?: Censoring;
  /** Maximum number of spells to list, by patient. Default 0. */
  readonly evidence?: number;
}

export interface SpellRule {
  /** Undefined: the journey's first event. */
  readonly from: ReadonlySet<string> | undefined;
  /** Cause by type, from 1. */
  readonly to: ReadonlyMap<string, number>;
  readonly censor: Censoring;
  /** When spells are censored if `censor` is `as-of`, ms since the epoch. */
  readonly asOf: number;
}

export interface Spell {
  readonly entry: TimedFact;
  readonly exit?: TimedFact;
  readonly key?: string;
  /** Number of the episode, if the pathway has any, and when it ended. */
  readonly episode?: number;
  readonly closedAt?: number;
  /** `CENSORED`, or the cause of its end. */
  readonly cause: number;
  readonly seconds: number;
}

/**
 * @param to types that end the spell, with the number of the cause
 * @throws QueryRefused as-of censoring without an instant, or unknown types
 */
export function spellRule(
  question: Question,
  query: SpellQuery,
  to: ReadonlyMap<string, number>,
): SpellRule {
  const censor = query.censor ?? (question.asOf === undefined ? 'last-event' : 'as-of');
  if (censor !== 'last-event' && censor !== 'as-of')
    throw new QueryRefused(
      'invalid-query',
      `Spells are censored at last-event or as-of, not at ${String(censor)}.`,
      'censor',
    );
  const asOf = censor === 'as-of' ? requireAsOf(question) : Infinity;
  const types = query.from.filter((name) => name !== START);
  const fromStart = types.length < query.from.length;
  const begins = fromStart && types.length === 0 ? [] : requestedTypes(question, types, 'from');
  return { from: fromStart ? undefined : new Set(begins), to, censor, asOf };
}

/** The spell of one journey; undefined if it did not begin. */
export function spellOf(journey: PatientJourney, rule: SpellRule): Spell | undefined {
  const { timeline, entryAt, key, episode, closedAt, lastKnown } = journey;
  const { from, to } = rule;
  const at = from === undefined ? entryAt : timeline.findIndex(({ fact }) => from.has(fact.type));
  const entry = timeline[at];
  if (entry === undefined) return undefined;
  // The event that begins a journey may also end the spell, at once.
  const exit = exitAfter(journey, at, from === undefined ? at : at + 1, to);
  const cutOff = Math.min(closedAt ?? Infinity, rule.censor === 'as-of' ? rule.asOf : lastKnown);
  const until = exit?.start ?? cutOff;
  // An end known only to the day may begin before the spell does.
  const seconds = Math.max(0, until - entry.start) / 1000;
  const of = {
    ...(key === undefined ? {} : { key }),
    ...(episode === undefined ? {} : { episode }),
    ...(closedAt === undefined ? {} : { closedAt }),
  };
  if (exit === undefined) return { entry, cause: CENSORED, seconds, ...of };
  return { entry, exit, cause: to.get(exit.fact.type)!, seconds, ...of };
}

/** The first of `to` from index `next` on, or one outside that may have happened in between. */
function exitAfter(
  { timeline, early, late }: PatientJourney,
  at: number,
  next: number,
  to: ReadonlyMap<string, number>,
): TimedFact | undefined {
  const entry = timeline[at]!;
  const mayEnd = (candidate: TimedFact): boolean =>
    to.has(candidate.fact.type) && mayPrecede(entry, candidate);
  const imprecise = early.find(mayEnd) ?? timeline.slice(0, at).find(mayEnd);
  if (imprecise !== undefined) return imprecise;
  for (let i = next; i < timeline.length; i++)
    if (to.has(timeline[i]!.fact.type)) return timeline[i];
  return late.find(({ fact }) => to.has(fact.type));
}

/** An event behind a figure. */
export interface EventEvidence {
  readonly type: string;
  /** As published: an instant, a day or a month. */
  readonly occurredAt: string;
  readonly position: string;
}

export interface SpellEvidence {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  readonly entry: EventEvidence;
  readonly exit?: EventEvidence;
  readonly seconds: number;
}

export function eventEvidence(timed: TimedFact): EventEvidence {
  const { type, occurredAt } = timed.fact;
  return { type, occurredAt, position: positionOfFact(timed) };
}

function spellEvidence(patient: string, spell: Spell): SpellEvidence {
  const { key, episode, entry, exit, seconds } = spell;
  return {
    patient,
    ...(key === undefined ? {} : { key }),
    ...(episode === undefined ? {} : { episode }),
    entry: eventEvidence(entry),
    ...(exit === undefined ? {} : { exit: eventEvidence(exit) }),
    seconds,
  };
}

/** Collects the spells of all journeys into a sample, and the first of them as evidence. */
export class SpellCollector {
  readonly evidence: SpellEvidence[] = [];

  constructor(
    private readonly question: Question,
    private readonly rule: SpellRule,
    private readonly sample: SpellSample,
    private readonly evidenceMost: number,
  ) {}

  /** @returns the patient's spells, for further counting */
  collect(patient: string, facts: readonly JourneyFact[]): readonly Spell[] {
    const spells: Spell[] = [];
    for (const journey of journeysOf(this.question, facts)) {
      const spell = spellOf(journey, this.rule);
      if (spell === undefined) continue;
      spells.push(spell);
      this.sample.add(spell.seconds, spell.cause);
      if (this.evidence.length < this.evidenceMost)
        this.evidence.push(spellEvidence(patient, spell));
    }
    return spells;
  }
}
