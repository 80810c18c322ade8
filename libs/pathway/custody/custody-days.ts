/**
 * The days that one service held the patient, and on which of them it did nothing. A day
 * counts only where the service held the patient all of it: the days on which the patient
 * changed hands are nobody's, and a spell of no length has none.
 */
import type { CustodySpell } from '../state/custody-spell.js';
import type { TimedFact } from '#care-event';
import { dayAt, startOfDay } from '#calendar';

/** Counts of whole days, each from one local midnight to the next in the holder's zone. */
export interface CustodyDays {
  /** Days that lie wholly within the spell; of a spell that lasts, days that are over. */
  readonly days: number;
  /**
   * Those of them on which nothing was reported that the holder may have done. What is known
   * only to the day or month may have happened on each of its days, and leaves none of them
   * idle: a day is idle only beyond doubt.
   */
  readonly idleDays: number;
  /** The longest run of idle days, one right after the other. */
  readonly longestIdleDays: number;
}

export interface DayTerms {
  /** IANA zone of the holder. */
  readonly zone: string;
  /** Now, ms since the epoch: a spell that has not ended lasts until then. */
  readonly at: number;
}

/**
 * @param acts facts that the holder may have done, in any order; those outside the spell do
 *   not matter
 */
export function daysIn(
  { from, to }: Pick<CustodySpell, 'from' | 'to'>,
  acts: readonly TimedFact[],
  { zone, at }: DayTerms,
): CustodyDays {
  const first = firstWholeDay(from, zone);
  const behind = dayAt(to ?? at, zone);
  const days = Math.max(0, behind - first);
  if (days === 0) return NO_DAYS;
  return { days, ...idleIn(daysOf(acts, zone), first, behind) };
}

/** How the days of a spell that lasts go on while nothing more is reported. */
export interface LastingDays extends Pick<CustodyDays, 'idleDays' | 'longestIdleDays'> {
  /** IANA zone of the holder. */
  readonly zone: string;
  /** The first day that lies wholly within the spell. */
  readonly first: number;
  /** From this day on all are idle; the counts are of those before. */
  readonly idleFrom: number;
}

/** @param acts all that the holder may have done in it so far, in any order */
export function lastingDays(from: number, acts: readonly TimedFact[], zone: string): LastingDays {
  const first = firstWholeDay(from, zone);
  const busy = daysOf(acts, zone);
  const idleFrom = busy.reduce((latest, [, last]) => Math.max(latest, last + 1), first);
  return { zone, first, idleFrom, ...idleIn(busy, first, idleFrom) };
}

/** @param today the day of an instant at which none of the acts is still to come */
export function daysBy(
  { first, idleFrom, idleDays, longestIdleDays }: LastingDays,
  today: number,
): CustodyDays {
  const since = Math.max(0, today - idleFrom);
  return {
    days: Math.max(0, today - first),
    idleDays: idleDays + since,
    longestIdleDays: Math.max(longestIdleDays, since),
  };
}

/** Of the days from `first` to before `behind`, those in no stretch of busy ones. */
function idleIn(
  stretches: ReturnType<typeof daysOf>,
  first: number,
  behind: number,
): Pick<CustodyDays, 'idleDays' | 'longestIdleDays'> {
  const busy = stretches
    .map(([begin, end]) => [Math.max(begin, first), Math.min(end + 1, behind)] as const)
    .filter(([begin, end]) => begin < end);
  let idleDays = 0;
  let longestIdleDays = 0;
  let next = first;
  for (const [begin, end] of [...busy, [behind, behind] as const]) {
    const idle = Math.max(0, begin - next);
    idleDays += idle;
    longestIdleDays = Math.max(longestIdleDays, idle);
    next = Math.max(next, end);
  }
  return { idleDays, longestIdleDays };
}

const NO_DAYS: CustodyDays = { days: 0, idleDays: 0, longestIdleDays: 0 };

function firstWholeDay(from: number, zone: string): number {
  const day = dayAt(from, zone);
  return startOfDay(day, zone) === from ? day : day + 1;
}

/** First and last day on which each may have happened, in order of the first. */
function daysOf(
  acts: readonly TimedFact[],
  zone: string,
): readonly (readonly [first: number, last: number])[] {
  return acts
    .map(({ start, end }) => [dayAt(start, zone), dayAt(end, zone)] as const)
    .sort(([a], [b]) => a - b);
}
