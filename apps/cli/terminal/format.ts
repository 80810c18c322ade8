/** Formats numbers, lengths of time, shares and instants for people. */

import { formatInstant, parseInstant } from '#calendar';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** 1049 → `1,049`. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** 1 → `1 patient`, 2 → `2 patients`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Share of a whole, such as `67.4 %`; nothing has no share. */
export function percent(part: number, whole = 1): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** In the two largest units that apply: `12 s`, `5 min 3 s`, `1 h 59 min`, `7 d 3 h`, `194 d`. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return 'not reached';
  if (seconds < 0) return `−${duration(-seconds)}`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return two(Math.floor(whole / MINUTE), 'min', whole % MINUTE, 's');
  const minutes = Math.round(seconds / MINUTE);
  if (minutes * MINUTE < DAY) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / HOUR);
  if (hours * HOUR < 100 * DAY) return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
  return `${count(Math.round(seconds / DAY))} d`;
}

function two(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}

/** Whole days: `126 days`, or in weeks `18 weeks` and `18 weeks 1 day`. */
export function wholeDays(seconds: number | null | undefined, inWeeks: boolean): string {
  if (seconds === null || seconds === undefined) return 'not reached';
  const days = Math.round(seconds / DAY);
  if (!inWeeks || days < 7) return counted(days, 'day');
  const weeks = counted(Math.floor(days / 7), 'week');
  return days % 7 === 0 ? weeks : `${weeks} ${counted(days % 7, 'day')}`;
}

/** `1 h 46 min to 2 h 10 min`. Where too few events bound it, an end is not known. */
export function durationRange(
  range: readonly (number | null)[],
  format: (seconds: number) => string = duration,
): string {
  const [low = null, high = null] = range;
  if (low === null && high === null) return 'unknown: too few events';
  if (low === null) return `up to ${format(high ?? 0)}; its lower end is unknown: too few events`;
  if (high === null) return `from ${format(low)} on; its upper end is unknown: too few events`;
  return `${format(low)} to ${format(high)}`;
}

/** Names of which any one would do; a long list is shortened. */
export function either(names: readonly string[], named = 2): string {
  if (names.length <= named + 1) return names.join(' or ');
  return `${names.slice(0, named).join(', ')} or ${names.length - named} others`;
}

/**
 * An instant as tables show it, in the zone in which it is written: `2026-03-01 08:00`, with seconds
 * where there are any. The last instant of a day is that day, as are a day and a month themselves.
 */
export function whenText(text: string): string {
  const [, day, minute, seconds, fraction] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):(\d\d)([.]\d+)?/.exec(text) ?? [];
  if (day === undefined || minute === undefined || seconds === undefined) return text;
  if (minute === '23:59' && seconds === '59' && fraction === '.999') return day;
  return `${day} ${minute}${seconds === '00' ? '' : `:${seconds}`}`;
}

/** Where no pathway says which zone: that of whoever sits at the terminal. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An instant in that zone, as tables show it. */
export function localText(text: string): string {
  return occurredText(text, localZone());
}

/** `1,204.5`; only none is written 0, so that a little is never taken for nothing. */
export function patientDays(seconds: number): string {
  const days = seconds / 86_400;
  if (days === 0) return '0';
  if (days < 0.1) return 'less than 0.1';
  return days.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** When an event occurred, in the zone of the answer: it was published in whichever its sender uses. */
export function occurredText(occurredAt: string, zone: string): string {
  const instant = parseInstant(occurredAt);
  return whenText(instant === undefined ? occurredAt : formatInstant(instant, zone));
}
