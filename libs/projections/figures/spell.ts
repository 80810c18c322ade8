/**
 * A spell: from the first event of one kind in a journey to the first of another after it.
 * Where the pathway has episodes each of them is a journey, and a spell that has not ended
 * when its episode is closed is cut off there.
 */
import { daysBetween, isElapsed, secondsBetween } from '#calendar';
import { formatInstant, parseOccurredAt, type Interval, type Limit } from '#calendar';
import { compareTexts, type TimedFact } from '#care-event';
import { CENSORED, type SpellSample } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import { intervalAt, type JourneySteps } from '../columns/journey-steps.js';
import { eachAmong } from '../loaded/each-among.js';
import { ReplayedSteps } from '../loaded/replayed-steps.js';
import type { ReadView } from '../port/read-models.js';
import { journeysOf, positionOfFact } from '../standing/patient-journeys.js';
import { requireAsOf, type PathwayQuery, type Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { Top } from './top.js';

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

/** How open spells were cut off, and how all were measured. */
export interface SpellAnswer {
  readonly censor: Censoring;
  /**
   * What censoring at `last-event` leaves out: so many spells were open and count only up to their
   * patient's last event, the earliest of them since then (RFC 3339, null if there are none). Whoever
   * was forgotten is among them.
   */
  readonly leftOut?: { readonly open: number; readonly since: string | null };
  /** Spells are counted in whole days, from date to date in the pathway's zone, as the limits are. */
  readonly wholeDays?: true;
}

export interface SpellRule {
  /** Undefined: the journey's first event. */
  readonly from: ReadonlySet<string> | undefined;
  /** Cause by type, from 1. */
  readonly to: ReadonlyMap<string, number>;
  readonly censor: Censoring;
  /** When spells are censored if `censor` is `as-of`, ms since the epoch. */
  readonly asOf: number;
  readonly zone: string;
  readonly wholeDays: boolean;
}

export interface Spell {
  readonly entry: Interval;
  readonly exit?: Interval;
  /** Where in the journey's steps they are. */
  readonly entryAt: number;
  readonly exitAt?: number;
  /** When its episode ended. */
  readonly closedAt?: number;
  /** Where an open one is cut off. */
  readonly cutOff: number;
  /** `CENSORED`, or the cause of its end. */
  readonly cause: number;
  readonly seconds: number;
}

/**
 * @param to types that end the spell, with the number of the cause
 * @param limits that spells are compared with: by date where all of them are days or longer
 * @throws QueryRefused as-of censoring without an instant, or unknown types
 */
export function spellRule(
  question: Question,
  query: SpellQuery,
  to: ReadonlyMap<string, number>,
  limits: readonly Limit[],
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
  const wholeDays = limits.length > 0 && limits.every(({ unit }) => !isElapsed(unit));
  const { zone } = question.definition;
  return { from: fromStart ? undefined : new Set(begins), to, censor, asOf, zone, wholeDays };
}

/** The spell of one journey; undefined if it did not begin. */
export function spellOf(journey: JourneySteps, rule: SpellRule): Spell | undefined {
  const { closedAt, lastKnown } = journey;
  const { from, to } = rule;
  const entryAt = from === undefined ? journey.entryAt : firstOf(journey, from, 0);
  if (entryAt === undefined) return undefined;
  // The event that begins a journey may also end the spell, at once.
  const exitAt = exitAfter(journey, entryAt, from === undefined ? entryAt : entryAt + 1, to);
  const cutOff = Math.min(closedAt ?? Infinity, rule.censor === 'as-of' ? rule.asOf : lastKnown);
  const entry = intervalAt(journey, entryAt);
  const until = exitAt === undefined ? { start: cutOff, end: cutOff } : intervalAt(journey, exitAt);
  const spell = {
    ...{ entry, entryAt, cutOff },
    ...(closedAt === undefined ? {} : { closedAt }),
    seconds: secondsOf(entry, until, rule),
  };
  if (exitAt === undefined) return { ...spell, cause: CENSORED };
  const cause = to.get(journey.type(exitAt))!;
  return { ...spell, exit: intervalAt(journey, exitAt), exitAt, cause };
}

function secondsOf(from: Interval, until: Interval, { wholeDays, zone }: SpellRule): number {
  return wholeDays ? daysBetween(from, until, zone) * 86_400 : secondsBetween(from, until, zone);
}

interface Types {
  has(type: string): boolean;
}

function firstOf(journey: JourneySteps, types: Types, next: number): number | undefined {
  for (let index = next; index < journey.length; index += 1)
    if (types.has(journey.type(index))) return index;
  return undefined;
}

/** The first of `to` from index `next` on, or one outside that may have happened in between. */
function exitAfter(
  journey: JourneySteps,
  at: number,
  next: number,
  to: ReadonlyMap<string, number>,
): number | undefined {
  for (let index = -journey.early; index < at; index += 1)
    if (to.has(journey.type(index)) && mayFollow(journey, at, index)) return index;
  const within = firstOf(journey, to, next);
  if (within !== undefined) return within;
  for (let index = journey.length; index < journey.length + journey.late; index += 1)
    if (to.has(journey.type(index))) return index;
  return undefined;
}

/** Whether a step that sorts before another may have happened after it: one is no instant. */
function mayFollow(journey: JourneySteps, at: number, earlier: number): boolean {
  const [start, end] = [journey.start(at), journey.end(earlier)];
  const areInstants = start === journey.end(at) && journey.start(earlier) === end;
  return !areInstants && start <= end;
}

/** An event behind a figure. */
export interface EventEvidence {
  readonly type: string;
  /** An instant in the zone of the answer; a day or a month as published. */
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

export function eventEvidence(timed: TimedFact, zone: string): EventEvidence {
  const { type, occurredAt } = timed.fact;
  const isInstant = parseOccurredAt(occurredAt)?.precision === 'instant';
  return {
    type,
    occurredAt: isInstant ? formatInstant(timed.start, zone) : occurredAt,
    position: positionOfFact(timed),
  };
}

/** Collects the spells of all journeys into a sample, and the first patients who have one. */
export class SpellCollector {
  private open = 0;
  /** Of the open spells, the earliest end of what is known of one. */
  private since = Infinity;
  private readonly patients: Top<string, string>;

  constructor(
    private readonly rule: SpellRule,
    private readonly sample: SpellSample,
    private readonly evidenceMost: number,
  ) {
    this.patients = new Top(evidenceMost, compareTexts);
  }

  /** @returns the journey's spell, for further counting */
  collect(journey: JourneySteps): Spell | undefined {
    const spell = spellOf(journey, this.rule);
    if (spell === undefined) return undefined;
    this.sample.add(spell.seconds, spell.cause);
    if (spell.exit === undefined && spell.cutOff < (spell.closedAt ?? Infinity)) {
      this.open += 1;
      this.since = Math.min(this.since, spell.cutOff);
    }
    if (this.evidenceMost > 0) this.patients.add(journey.patient, () => journey.patient);
    return spell;
  }

  /** To be asked when all journeys were collected. */
  answer(): SpellAnswer {
    const { censor, wholeDays, zone } = this.rule;
    const since = this.open === 0 ? null : formatInstant(this.since, zone);
    return {
      censor,
      ...(censor === 'last-event' && { leftOut: { open: this.open, since } }),
      ...(wholeDays && { wholeDays }),
    };
  }

  /** The spells of the first patients, by patient, with the events behind them. */
  async evidence(view: ReadView, question: Question): Promise<readonly SpellEvidence[]> {
    const found: SpellEvidence[] = [];
    const patients = [...new Set(this.patients.rows())];
    await eachAmong(view, question, patients, (patient, facts) => {
      for (const journey of journeysOf(question, facts)) {
        const steps = new ReplayedSteps(patient, journey);
        const spell = spellOf(steps, this.rule);
        if (spell !== undefined) found.push(spellEvidence(steps, spell, this.rule.zone));
      }
    });
    return found.slice(0, this.evidenceMost);
  }
}

function spellEvidence(steps: ReplayedSteps, spell: Spell, zone: string): SpellEvidence {
  const { patient, key, episode } = steps;
  const { entryAt, exitAt, seconds } = spell;
  return {
    patient,
    ...(key === undefined ? {} : { key }),
    ...(episode === undefined ? {} : { episode }),
    entry: eventEvidence(steps.step(entryAt), zone),
    ...(exitAt === undefined ? {} : { exit: eventEvidence(steps.step(exitAt), zone) }),
    seconds,
  };
}
