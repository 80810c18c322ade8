/** Reads the values of options. What is wrong is said with an example of what is right. */
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
    '@start is the first event of any type: give it alone, or only types.',
  );
}

/** A length of time, passed on as it was written. */
export function limit(text: string): string {
  if (parseLimit(text) !== undefined) return text;
  throw new InvalidArgumentError(
    'Give a length of time, such as 60m, 4h, "10 days", "6 weeks" or PT60M.',
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
      'Give an instant with its UTC offset, such as 2014-07-01T00:00:00Z or 2014-07-01T02:00:00+02:00.',
    );
  }
  const example = `${text}${precision === 'month' ? '-01' : ''}T00:00:00+02:00`;
  throw new InvalidArgumentError(
    `${text} is a ${precision}, not an instant, and when it begins depends on the zone. ` +
      `Give the instant with its UTC offset, such as ${example}.`,
  );
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** The id of a pathway that may not be published yet. */
export function pathwayId(text: string): string {
  if (PATHWAY_ID.test(text)) return text;
  throw new InvalidArgumentError('Use lower-case letters, digits and dashes, at most 64.');
}
