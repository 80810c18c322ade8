/** Reads the values of options; an error shows an example of what would be right. */
import { InvalidArgumentError } from 'commander';
import { PATHWAY_ID } from '#care-event';
import { parseInstant, parseLimit, parseOccurredAt } from '#calendar';

/** An option that may be given many times; the values stay in the order given. */
export function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Event types that begin a wait, or `@start`, beside which another type would never count. */
export function beginning(value: string, before: readonly string[] | undefined): readonly string[] {
  const all = repeated(value, before);
  if (all.length === 1 || !all.includes('@start')) return all;
  throw new InvalidArgumentError(
    '@start already means the first event of any type. Use either @start alone or event types only.',
  );
}

/** A length of time, passed on as it was written. */
export function limit(text: string): string {
  if (parseLimit(text) !== undefined) return text;
  throw new InvalidArgumentError(
    'Expected a length of time, such as 60m, 4h, "10 days", "6 weeks" or PT60M.',
  );
}

export function repeatedLimit(
  text: string,
  before: readonly string[] | undefined,
): readonly string[] {
  return [...(before ?? []), limit(text)];
}

/** An instant, passed on as it was written. A bare date is refused: it is a day, and a day is not midnight. */
export function instant(text: string): string {
  if (parseInstant(text) !== undefined) return text;
  const precision = parseOccurredAt(text)?.precision;
  if (precision === undefined) {
    throw new InvalidArgumentError(
      'Expected an instant with its UTC offset, such as 2014-07-01T00:00:00Z or 2014-07-01T02:00:00+02:00.',
    );
  }
  const example = `${text}${precision === 'month' ? '-01' : ''}T00:00:00+02:00`;
  throw new InvalidArgumentError(
    `${text} is a ${precision}, not an instant, and when it begins depends on the time zone. ` +
      `Give an instant with its UTC offset, such as ${example}.`,
  );
}

/** An instant, or a date for the end of that day in the pathway's zone; passed on as it was written. */
export function instantOrDay(text: string): string {
  if (parseInstant(text) !== undefined) return text;
  if (parseOccurredAt(text)?.precision === 'day') return text;
  throw new InvalidArgumentError(
    'Expected an instant with its UTC offset, such as 2014-07-01T00:00:00Z, or a date such as 2014-07-01.',
  );
}

/** An instant in ms since the epoch; a date as it is, since where a day ends depends on the pathway. */
export function whenOf(text: string | undefined): number | string | undefined {
  return text === undefined ? undefined : (parseInstant(text) ?? text);
}

/** A day, passed on as it was written. */
export function day(text: string): string {
  if (parseOccurredAt(text)?.precision === 'day') return text;
  throw new InvalidArgumentError('Expected a day, such as 2026-01-31.');
}

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

/** The id of a pathway that may not be published yet. */
export function pathwayId(text: string): string {
  if (PATHWAY_ID.test(text)) return text;
  throw new InvalidArgumentError(
    'Expected lower-case letters, digits and hyphens, at most 64 characters.',
  );
}

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type Given<T> = Omit<T, OptionalKeys<T>> & {
  [K in OptionalKeys<T>]?: Exclude<T[K], undefined>;
};

/** Without the options that nobody gave: absent, not undefined. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
