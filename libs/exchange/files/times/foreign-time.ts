/**
 * Times of foreign logs, written as care events have them: an instant with its offset, a
 * day, or a month. What is already in that form stays as it is, digit by digit.
 */
import { parseOccurredAt } from '#calendar';
import { compileTimePattern, type TimeFields } from './time-pattern.js';
import { epochReader, isEpochNumber, type EpochUnit } from './epoch-time.js';
import type { TimeReading } from './time-reading.js';
import { ZoneClock } from './zone-time.js';

export interface TimeForm {
  /** `iso`, `epoch`, or a pattern such as `dd.MM.yyyy HH:mm`. */
  readonly format: string;
  /** IANA zone of times that carry no offset. */
  readonly zone?: string;
  /** Called with the unit of the first number that counts time since 1970. */
  readonly onEpoch?: (unit: EpochUnit) => void;
}

/** Date, time with or without seconds and fraction, offset or none; what ISO 8601 and its users write. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/** @throws RangeError when the zone or the pattern is not known */
export function timeReader(form: TimeForm): (text: string) => TimeReading {
  const clock = form.zone === undefined ? undefined : new ZoneClock(form.zone);
  const epoch = epochReader(form.onEpoch);
  if (form.format === 'epoch') return epoch;
  if (form.format === 'iso') {
    return (text) => (isEpochNumber(text) ? epoch(text) : readIso(text, clock));
  }
  const pattern = compileTimePattern(form.format);
  return (text) => {
    const fields = pattern(text);
    if (fields === undefined) return { fault: `is not in the format ${form.format}` };
    return withOffset(fields, clock);
  };
}

function readIso(text: string, clock: ZoneClock | undefined): TimeReading {
  if (parseOccurredAt(text) !== undefined) return { at: text };
  const match = ISO.exec(text);
  if (match === null) return { fault: 'is not an ISO 8601 date or time' };
  const [, year = '', month = '', day = '', hour, minute, second, fraction, offset] = match;
  return withOffset({ year, month, day, hour, minute, second, fraction, offset }, clock);
}

function withOffset(fields: TimeFields, clock: ZoneClock | undefined): TimeReading {
  const { year, month, day, hour } = fields;
  const date = day === undefined ? `${year}-${month}` : `${year}-${month}-${day}`;
  if (hour === undefined) return checked(date);
  const minute = fields.minute ?? '00';
  const second = fields.second ?? '00';
  // Nine digits are what an instant may have; more would be below the nanosecond.
  const fraction = fields.fraction === undefined ? '' : `.${fields.fraction.slice(0, 9)}`;
  const time = `${date}T${hour}:${minute}:${second}${fraction}`;
  if (fields.offset !== undefined) return checked(time + normalOffset(fields.offset));
  if (clock === undefined) {
    return {
      fault:
        'has no UTC offset, and no zone is given to read it in (import with --zone Europe/Oslo, or zone in the mapping)',
    };
  }
  // Asked first: a time that no calendar has is not one that the zone skipped.
  if (parseOccurredAt(`${time}Z`) === undefined) return { fault: 'does not exist in the calendar' };
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  const offset = clock.offsetAt(local);
  if (offset === undefined)
    return { fault: `does not exist in ${clock.zone}: the clocks skipped it` };
  const later = clock.laterOffsetAt(local);
  return later === undefined ? { at: time + offset } : { at: time + offset, later: time + later };
}

function checked(at: string): TimeReading {
  return parseOccurredAt(at) === undefined ? { fault: 'does not exist in the calendar' } : { at };
}

/** `z`, `+02` and `+0200` in the form of RFC 3339. */
function normalOffset(offset: string): string {
  if (offset.length === 1) return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
