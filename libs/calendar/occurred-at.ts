/**
 * When something happened, as its publisher wrote it: an instant, a day or a month.
 * What is known only to the day is an interval, never midnight. Instants are read
 * digit by digit because every event of a log passes here, and because `Date.parse`
 * accepts 30 February.
 */
import { DAY_MS, dayNumber, daysInMonth, startOfDay } from './calendar-day.js';

export type Precision = 'instant' | 'day' | 'month';

/** Milliseconds since the epoch, both ends inclusive. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

const DAY_FORM = /^(\d{4})-(\d\d)-(\d\d)$/;
const MONTH_FORM = /^(\d{4})-(\d\d)$/;
const INSTANT_FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:\d\d)?$/;

/** The precision that the form of `text` carries; undefined when it is not a time. */
export function parseOccurredAt(text: string): { readonly precision: Precision } | undefined {
  if (occurredAtFault(text) !== undefined) return undefined;
  return { precision: precisionOf(text) };
}

function precisionOf(text: string): Precision {
  return text.length === 7 ? 'month' : text.length === 10 ? 'day' : 'instant';
}

/**
 * Why `text` is not a time, as part of a sentence such as `February 2026 has no day 30`;
 * undefined when it is one.
 */
export function occurredAtFault(text: string): string | undefined {
  if (text.length > 10) return parseInstant(text) === undefined ? instantFault(text) : undefined;
  const form = DAY_FORM.exec(text) ?? MONTH_FORM.exec(text);
  if (form === null) {
    return 'expected an instant such as 2026-03-14T10:15:00+02:00, a day such as 2026-03-14 or a month such as 2026-03';
  }
  return dateFault(Number(form[1]), Number(form[2]), Number(form[3] ?? '1'));
}

/** Why `text` is not an RFC 3339 instant; undefined when it is one. */
export function instantFault(text: string): string | undefined {
  if (parseInstant(text) !== undefined) return undefined;
  const form = INSTANT_FORM.exec(text);
  if (form === null) return 'expected an RFC 3339 instant such as 2026-03-14T10:15:00+02:00';
  const [, year, month, day, hour, minute, second, fraction, offset] = form;
  if (second === undefined) return 'an instant needs its seconds, as in 10:15:00';
  if (offset === undefined) return 'an instant needs its UTC offset, Z or one such as +02:00';
  const inDate = dateFault(Number(year), Number(month), Number(day));
  if (inDate !== undefined) return inDate;
  if (Number(hour) > 23)
    return `hour ${hour} does not exist; a day ends where the next begins, at 00:00`;
  if (Number(minute) > 59) return `minute ${minute} does not exist`;
  if (second === '60') return 'leap seconds (:60) cannot be placed; send :59';
  if (Number(second) > 59) return `second ${second} does not exist`;
  if (fraction !== undefined && fraction.length > 9)
    return 'a fraction of a second has at most 9 digits';
  return `UTC offset ${offset} does not exist; hours go to 23, minutes to 59`;
}

function dateFault(year: number, month: number, day: number): string | undefined {
  if (year < 1) return 'year 0000 does not exist';
  if (month < 1 || month > 12) return `month ${twoDigits(month)} does not exist`;
  if (day >= 1 && day <= daysInMonth(year, month)) return undefined;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)} has no day ${twoDigits(day)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * The interval in which something happened. An instant needs no zone: its two ends are
 * the same. A day reaches from its first to its last millisecond in `zone`, a month alike;
 * a day that the zone skipped is the single instant where it would have been.
 * @throws RangeError when `occurredAt` is no time or the zone is not known
 */
export function intervalOf(occurredAt: string, zone: string): Interval {
  if (occurredAt.length > 10) {
    const instant = parseInstant(occurredAt);
    if (instant !== undefined) return { start: instant, end: instant };
  }
  const fault = occurredAtFault(occurredAt);
  if (fault !== undefined) throw new RangeError(`${occurredAt.slice(0, 60)}: ${fault}`);
  const year = Number(occurredAt.slice(0, 4));
  const month = Number(occurredAt.slice(5, 7));
  const ofMonth = occurredAt.length === 7;
  const first = dayNumber(year, month, ofMonth ? 1 : Number(occurredAt.slice(8, 10)));
  const next = first + (ofMonth ? daysInMonth(year, month) : 1);
  const start = startOfDay(first, zone);
  return { start, end: Math.max(start, startOfDay(next, zone) - 1) };
}

/**
 * Milliseconds since the epoch of an RFC 3339 instant; undefined when it is not one. The offset
 * is required. Fractions have up to 9 digits and are cut to milliseconds.
 */
export function parseInstant(text: string): number | undefined {
  const length = text.length;
  if (length < 20 || length > 35) return undefined;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined;
  if ((text.charCodeAt(10) | 0x20) !== SMALL_T) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
  const year = pair(text, 0) * 100 + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  // A pair that is not a number is NaN, which fails every comparison.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  if (!(day <= 28 || day <= daysInMonth(year, month))) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined;

  let at = 19;
  let millisecond = 0;
  if (text.charCodeAt(at) === FULL_STOP) {
    const first = at + 1;
    at = first;
    for (let code = text.charCodeAt(at); code >= ZERO && code <= ZERO + 9;) {
      if (at - first < 3) millisecond = millisecond * 10 + (code - ZERO);
      at += 1;
      code = text.charCodeAt(at);
    }
    const digits = at - first;
    if (digits < 1 || digits > 9) return undefined;
    if (digits < 3) millisecond *= digits === 1 ? 100 : 10;
  }
  const offset = offsetMinutes(text, at);
  if (Number.isNaN(offset)) return undefined;
  const minutes = hour * 60 + minute - offset;
  return dayNumber(year, month, day) * DAY_MS + minutes * 60_000 + second * 1_000 + millisecond;
}

/**
 * Whether two texts are the same instant, written alike or not: with another offset, with zeros at
 * the end of the fraction. What is shorter than a millisecond counts.
 */
export function isSameInstant(a: string, b: string): boolean {
  if (a === b) return parseInstant(a) !== undefined;
  const instant = parseInstant(a);
  return instant !== undefined && instant === parseInstant(b) && fractionOf(a) === fractionOf(b);
}

/** The digits after the seconds, without zeros at their end. */
function fractionOf(instant: string): string {
  return /\.(\d*?)0*(?:[Zz]|[+-]\d\d:\d\d)$/.exec(instant)?.[1] ?? '';
}

/** The offset that begins at `at` and ends the text, in minutes; NaN when there is none. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if ((sign | 0x20) === SMALL_Z) return text.length === at + 1 ? 0 : NaN;
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return NaN;
  const hours = pair(text, at + 1);
  const minutes = pair(text, at + 4);
  if (!(hours <= 23 && minutes <= 59)) return NaN;
  if (sign === PLUS) return hours * 60 + minutes;
  return sign === HYPHEN ? -(hours * 60 + minutes) : NaN;
}

/** Two decimal digits as a number; NaN when they are not. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

const HYPHEN = 0x2d;
const COLON = 0x3a;
const FULL_STOP = 0x2e;
const PLUS = 0x2b;
const ZERO = 0x30;
const SMALL_T = 0x74;
const SMALL_Z = 0x7a;
