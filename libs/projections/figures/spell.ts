/**
 * A spell: from the first event of one kind in a journey to the first of another after it.
 * Where the pathway has episodes each of them is a journey, and a spell that has not ended
 * when its episode is closed is cut off there.
 */
import { daysBetween, isElapsed, limitSeconds, secondsBetween } from '#calendar';
import { formatInstant, type Interval, type Limit } from '#calendar';
import { compareTexts } from '#care-event';
import { CENSORED } from '#statistics';
import { QueryRefused } from '../models/errors.js';
import { intervalAt, type JourneySteps } from '../columns/journey-steps.js';
import { eachAmong } from '../loaded/each-among.js';
import { ReplayedSteps } from '../loaded/replayed-steps.js';
import type { ReadView } from '../port/read-models.js';
import { journeysOf } from '../standing/patient-journeys.js';
import { eventEvidence, type EventEvidence } from './evidence.js';
import { readInstant, readLimit, requireAsOf } from './question.js';
import type { PathwayQuery, Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { Top } from './top.js';

/** Stands for the event that enters the journey where a query names types. */
export const START = '@start';
/** Stands for the close of the journey, whatever closes it. */
export const END = '@end';

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
  /**
   * RFC 3339 instant from which the source watched: whoever had begun before is at risk from then
   * on, and whoever had ended by then is left out (left truncation).
   */
  readonly observedFrom?: string;
  /** A limit such as `180 days`: an open case of which nothing was heard for so long is lost. */
  readonly lostAfter?: string;
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
  /** The cause of ends by the close of the journey; undefined if that ends no spell. */
  readonly end: number | undefined;
  readonly censor: Censoring;
  /** When spells are censored if `censor` is `as-of`, ms since the epoch. */
  readonly asOf: number;
  /** Ms since the epoch; undefined if everything was watched. */
  readonly observedFrom: number | undefined;
  /** Open cases of which nothing was heard since are lost, ms since the epoch. */
  readonly lostBefore: number | undefined;
  readonly zone: string;
  readonly wholeDays: boolean;
}

export interface Spell {
  readonly entry: Interval;
  /** Of the event that ends it, or of the close. */
  readonly exit?: Interval;
  /** Where in the journey's steps they are. */
  readonly entryAt: number;
  readonly exitAt?: number;
  /** When its episode ended. */
  readonly closedAt?: number;
  /** Up to when it counts, ms since the epoch. */
  readonly until: number;
  /** `CENSORED`, or the cause of its end. */
  readonly cause: number;
  readonly seconds: number;
  /** How long it had lasted when it was first watched, in seconds. */
  readonly seenFrom: number;
  /** Nothing was heard of it for so long that nobody knows whether it goes on. */
  readonly lost: boolean;
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
  const { zone } = question.definition;
  return {
    ...{ from: fromStart ? undefined : new Set(begins), to, end: to.get(END), censor, asOf },
    ...{ zone, wholeDays: limits.length > 0 && limits.every(({ unit }) => !isElapsed(unit)) },
    observedFrom: readInstant(query.observedFrom, 'observedFrom', zone, 'start'),
    lostBefore:
      query.lostAfter === undefined
        ? undefined
        : requireAsOf(question) - limitSeconds(readLimit(query.lostAfter, 'lostAfter')) * 1000,
  };
}

/** The types that are to end a spell, and `@end` as it stands. @throws QueryRefused unknown types */
export function requestedEnds(
  question: Question,
  names: readonly string[],
  path: string,
): readonly string[] {
  const types = names.filter((name) => name !== END);
  const close = types.length < names.length ? [END] : [];
  return types.length === 0 && close.length > 0
    ? close
    : [...requestedTypes(question, types, path), ...close];
}

/**
 * The spell of one journey; undefined if it did not begin.
 *
 * @param closedAt when the journey was closed
 */
export function spellOf(
  journey: JourneySteps,
  rule: SpellRule,
  closedAt = journey.closedAt,
): Spell | undefined {
  const { from } = rule;
  const entryAt = from === undefined ? journey.entryAt : firstOf(journey, from, 0);
  if (entryAt === undefined) return undefined;
  const entry = intervalAt(journey, entryAt);
  const end = endOf(journey, rule, { entryAt, closedAt });
  const { until } = end;
  const ends = end.how.exit ?? instant(until);
  const seconds = secondsOf(entry, ends, rule);
  const seenFrom = secondsOf(entry, instant(rule.observedFrom ?? entry.start), rule);
  return {
    ...{ entry, entryAt, until, seconds, seenFrom },
    ...(closedAt === undefined ? {} : { closedAt }),
    ...end.how,
  };
}

interface SpellEnd {
  /** Ms since the epoch. */
  readonly until: number;
  readonly how: Pick<Spell, 'cause' | 'lost' | 'exit' | 'exitAt'>;
}

function endOf(
  journey: JourneySteps,
  rule: SpellRule,
  { entryAt, closedAt }: { readonly entryAt: number; readonly closedAt: number | undefined },
): SpellEnd {
  const { from, to, end, asOf, lostBefore } = rule;
  // The event that begins a journey may also end the spell, at once.
  const exitAt = exitAfter(journey, entryAt, from === undefined ? entryAt : entryAt + 1, to);
  const exit = exitAt === undefined ? undefined : intervalAt(journey, exitAt);
  const closed = end !== undefined && closedAt !== undefined && closedAt <= asOf;
  if (closed && closedAt < (exit?.start ?? Infinity))
    return {
      until: closedAt,
      how: { cause: end, lost: false, exit: instant(closedAt) },
    };
  if (exitAt !== undefined && exit !== undefined)
    return {
      until: exit.start,
      how: { cause: to.get(journey.type(exitAt))!, lost: false, exit, exitAt },
    };
  const lost = closedAt === undefined && journey.lastKnown < (lostBefore ?? -Infinity);
  const last = lost || rule.censor === 'last-event' ? journey.lastKnown : asOf;
  return { until: Math.min(closedAt ?? Infinity, last), how: { cause: CENSORED, lost } };
}

function instant(at: number): Interval {
  return { start: at, end: at };
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

export interface SpellEvidence {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  readonly entry: EventEvidence;
  readonly exit?: EventEvidence;
  /** Open, and nothing was heard of it for as long as the query says. */
  readonly lost?: true;
  readonly seconds: number;
}

/** Finds the spells of journeys, and keeps the first patients who have one. */
export class SpellCollector {
  private open = 0;
  /** Of the open spells, the earliest end of what is known of one. */
  private since = Infinity;
  private readonly patients: Top<string, string>;
  private readonly found = new Set<string>();

  constructor(
    private readonly rule: SpellRule,
    private readonly evidenceMost: number,
  ) {
    this.patients = new Top(evidenceMost, compareTexts);
  }

  /** @returns the journey's spell; undefined if it has none, or if nobody watched it */
  collect(journey: JourneySteps, closedAt = journey.closedAt): Spell | undefined {
    const spell = spellOf(journey, this.rule, closedAt);
    if (spell === undefined || !isWatched(spell)) return undefined;
    if (spell.exit === undefined && spell.until < (spell.closedAt ?? Infinity)) {
      this.open += 1;
      this.since = Math.min(this.since, spell.until);
    }
    if (this.evidenceMost > 0) {
      this.patients.add(journey.patient, () => journey.patient);
      this.found.add(nameOf(journey));
    }
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
      const at = question.asOf ?? Infinity;
      const closes = this.rule.end !== undefined && !question.perEpisode;
      const close = closes ? question.versions.assess(facts, at).closedAt : undefined;
      for (const journey of journeysOf(question, facts)) {
        const steps = new ReplayedSteps(patient, journey);
        const spell = spellOf(steps, this.rule, close ?? steps.closedAt);
        if (spell !== undefined && this.found.has(nameOf(steps)))
          found.push(spellEvidence(steps, spell, this.rule.zone));
      }
    });
    return found.slice(0, this.evidenceMost);
  }
}

function isWatched({ seenFrom, seconds }: Spell): boolean {
  return seenFrom === 0 || seenFrom < seconds;
}

function nameOf({ patient, key = '', episode = 0 }: JourneySteps): string {
  return `${patient} ${episode} ${key}`;
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
    ...(spell.lost ? { lost: true } : {}),
    seconds,
  };
}
