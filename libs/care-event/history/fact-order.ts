/**
 * The order of facts: by when they happened; ties are broken by what the facts themselves
 * carry, never by arrival, so that the same facts are always in the same order.
 */
import type { CareEvent } from '../event/care-event.js';
import type { TimedFact } from './timed-fact.js';
import { parseInstant } from '#calendar';

/**
 * Start, then sequence, then event id, then source: a total order over distinct facts.
 * Texts compare by code unit.
 */
export function compareFacts(a: TimedFact, b: TimedFact): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.ahead !== b.ahead) return (a.ahead ?? Infinity) < (b.ahead ?? Infinity) ? -1 : 1;
  return (
    compareSequences(a.fact.sequence, b.fact.sequence) ||
    compareTexts(a.fact.id, b.fact.id) ||
    compareTexts(a.fact.source, b.fact.source)
  );
}

/** By when their publishers issued them, then as above; a report without that time comes first. */
export function compareReports(a: CareEvent, b: CareEvent): number {
  return (
    compareNumbers(issued(a), issued(b)) ||
    compareSequences(a.sequence, b.sequence) ||
    compareTexts(a.id, b.id) ||
    compareTexts(a.source, b.source)
  );
}

/**
 * True where the two intervals allow `a` to have happened before or with `b`. Between
 * two instants their order decides; what is known to the day or month gets the benefit
 * of the doubt.
 */
export function mayPrecede(a: TimedFact, b: TimedFact): boolean {
  if (a.start === a.end && b.start === b.end) return compareFacts(a, b) < 0;
  return a.start <= b.end;
}

/**
 * Whole decimal numbers by value, however long; other texts come after all numbers, a missing
 * sequence before everything.
 */
export function compareSequences(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const difference = shortNumber(a) - shortNumber(b);
  if (!Number.isNaN(difference)) return difference;
  const [first, second] = [WHOLE.exec(a), WHOLE.exec(b)];
  if (first === null || second === null) {
    return first === second ? compareTexts(a, b) : first === null ? 1 : -1;
  }
  return compareDigits(first, second);
}

const WHOLE = /^(-?)0*(\d+)$/;

/** Sign and digits without leading zeros, as `WHOLE` finds them. */
function compareDigits(a: RegExpExecArray, b: RegExpExecArray): number {
  const [digitsA = '', digitsB = ''] = [a[2], b[2]];
  const negativeA = a[1] === '-' && digitsA !== '0';
  const negativeB = b[1] === '-' && digitsB !== '0';
  if (negativeA !== negativeB) return negativeA ? -1 : 1;
  const size = digitsA.length - digitsB.length || compareTexts(digitsA, digitsB);
  return negativeA ? -size : size;
}

/** The value of up to 15 digits, which a double holds exactly; NaN for every other text. */
function shortNumber(text: string): number {
  const length = text.length;
  if (length === 0 || length > 15) return NaN;
  let value = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function issued(event: CareEvent): number {
  return (event.issuedAt === undefined ? undefined : parseInstant(event.issuedAt)) ?? -Infinity;
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** By code unit, the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
