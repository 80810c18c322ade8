/**
 * Ids of events that have none: what an event says is what it is. Case, activity, time and plain
 * attributes count, as the text that any format carries them in; neither the line, nor the order
 * of rows, nor what is said of the whole case. Of several that say the same, the second is `.2`.
 */
import { hash } from 'node:crypto';
import { parseInstant } from '#calendar';
import type { Json } from '#care-event';
import { isExactNumber } from '../../json/exact-number.js';
import { OccurrenceCounter } from './occurrence-counter.js';

/** 80 bits: two of a million million events share them once in a million logs. */
const DIGITS = 20;
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[Zz]|[+-]\d\d:?(?:\d\d)?)$/;
const BELOW_MILLISECONDS = /\.\d{3}(\d+)/;

export interface EventContent {
  /** Keyed hash of the case: without it nobody can try out what an id was made from. */
  readonly caseKey: string;
  /** As the file has it: what it is mapped to may change. */
  readonly activity: string;
  readonly time: string;
  /** Lists and objects do not count: a table cannot carry them. */
  readonly attributes: Readonly<Record<string, Json>>;
}

export class ContentIds {
  private readonly occurrences = new OccurrenceCounter();

  /** Without the case: `c` and digits, which no line number looks like. */
  next({ caseKey, activity, time, attributes }: EventContent): string {
    let text = `${caseKey}\u0000${activity}\u0000${timeKey(time)}`;
    for (const key of Object.keys(attributes).sort()) {
      const value = canonicalText(attributes[key]);
      // Where a file does not say, an event is complete.
      if (key === 'lifecycle:transition' && value.toLowerCase() === 'complete') continue;
      if (value !== '') text += `\u0000${key}\u0001${value}`;
    }
    const digest = hash('sha256', text, 'hex').slice(0, DIGITS);
    const occurrence = this.occurrences.next(digest);
    return occurrence === 1 ? `c${digest}` : `c${digest}.${occurrence}`;
  }
}

/** The same for all ways of writing an instant; a day or a month is itself. */
export function timeKey(time: string): string {
  const instant = parseInstant(time);
  if (instant === undefined) return time;
  const below = BELOW_MILLISECONDS.exec(time)?.[1]?.replace(/0+$/, '') ?? '';
  return below === '' ? String(instant) : `${instant}.${below}`;
}

/** A value as it would be written in any file; empty where it does not count. */
function canonicalText(value: Json | undefined): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  if (value.length <= 24 && PLAIN_NUMBER.test(value) && isExactNumber(value)) {
    return String(Number(value));
  }
  if (/^(?:true|false)$/i.test(value)) return value.toLowerCase();
  return INSTANT.test(value) ? timeKey(rfc3339(value)) : value;
}

/** ISO 8601 as databases write it, in the one form that instants are read from. */
function rfc3339(text: string): string {
  return text
    .replace(/[t ]/, 'T')
    .replace(',', '.')
    .replace(/T(\d\d:\d\d)(?=[Zz+-])/, 'T$1:00')
    .replace(/z$/, 'Z')
    .replace(
      /([+-]\d\d):?(\d\d)?$/,
      (_offset, hours: string, minutes = '00') => `${hours}:${minutes}`,
    );
}
