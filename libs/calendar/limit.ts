/**
 * Limits such as `60 minutes`, `10 working days` or `6 weeks`. Seconds, minutes and
 * hours are elapsed time; all other units are calendar time and end with a day. Which
 * days are working days or benefit days is for a calendar to say (`calendar.ts`).
 */

export type LimitUnit = ElapsedUnit | CountedDayUnit | 'day' | 'week' | 'month';

/** Counted on the clock. */
export type ElapsedUnit = 'second' | 'minute' | 'hour';

/** Days of which a calendar leaves some out. */
export type CountedDayUnit = 'working-day' | 'benefit-day';

export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
}

/** The largest amount a limit may have, in whatever unit. */
export const LIMIT_AMOUNT_MAX = 1_000_000;

const WORDS: ReadonlyMap<string, LimitUnit> = new Map([
  ['s', 'second'],
  ['second', 'second'],
  ['seconds', 'second'],
  ['m', 'minute'],
  ['min', 'minute'],
  ['minute', 'minute'],
  ['minutes', 'minute'],
  ['h', 'hour'],
  ['hour', 'hour'],
  ['hours', 'hour'],
  ['d', 'day'],
  ['day', 'day'],
  ['days', 'day'],
  ['working day', 'working-day'],
  ['working days', 'working-day'],
  ['benefit day', 'benefit-day'],
  ['benefit days', 'benefit-day'],
  ['w', 'week'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['month', 'month'],
  ['months', 'month'],
]);

/** ISO 8601 designators: after `PT` the first letter of a clock unit, after `P` of a calendar unit. */
const DESIGNATORS: ReadonlyMap<string, LimitUnit> = new Map([
  ['TS', 'second'],
  ['TM', 'minute'],
  ['TH', 'hour'],
  ['D', 'day'],
  ['W', 'week'],
  ['M', 'month'],
]);

/**
 * Average length of a month in the Gregorian calendar is 30.436875 days; 30.4375 is the
 * usual 365.25 / 12. Five working days take a week; benefit days are measured alike,
 * although five to seven of them make a week, depending on the country.
 */
const SECONDS: Readonly<Record<LimitUnit, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  'working-day': 120_960,
  'benefit-day': 120_960,
  week: 604_800,
  month: 2_629_800,
};

/**
 * Reads `60m`, `60 minutes`, `4h`, `10 days`, `10 working days`, `12 benefit days`,
 * `6 weeks`, `3 months`, or an ISO 8601 duration of one unit (`PT60M`, `P6W`). A bare `m`
 * is minutes. The amount is a whole number from 1 to `LIMIT_AMOUNT_MAX`. Undefined for
 * anything else.
 */
export function parseLimit(text: string): Limit | undefined {
  const iso = /^P(T?)(\d{1,7})([A-Z])$/.exec(text);
  if (iso) return limitOf(iso[2], DESIGNATORS.get(`${iso[1] ?? ''}${iso[3] ?? ''}`));
  const words = /^(\d{1,7}) ?([a-z]+(?: [a-z]+)?)$/.exec(text.trim());
  if (words) return limitOf(words[1], WORDS.get(words[2] ?? ''));
  return undefined;
}

function limitOf(digits: string | undefined, unit: LimitUnit | undefined): Limit | undefined {
  const amount = Number(digits);
  if (unit === undefined || !(amount >= 1 && amount <= LIMIT_AMOUNT_MAX)) return undefined;
  return { amount, unit };
}

/** True for units that are counted on the clock; false for those counted on the calendar. */
export function isElapsed(unit: LimitUnit): unit is ElapsedUnit {
  return unit === 'second' || unit === 'minute' || unit === 'hour';
}

/**
 * The limit as elapsed seconds, for comparing lengths: a day counts 24 hours, a working
 * day or benefit day 7/5 of that, and a month 30.4375 days.
 */
export function limitSeconds(limit: Limit): number {
  return limit.amount * SECONDS[limit.unit];
}

/** `60 minutes`, `1 working day`: what `parseLimit` reads back as the same limit. */
export function formatLimit(limit: Limit): string {
  return `${limit.amount} ${limit.unit.replace('-', ' ')}${limit.amount === 1 ? '' : 's'}`;
}
