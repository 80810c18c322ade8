/** Reads the values of options. What is wrong is said with an example of what is right. */
import { InvalidArgumentError } from 'commander';
import { intervalOf, limitSeconds, occurredAtFault, parseLimit, parseOccurredAt } from '#pathway';

/** An option that may be given many times; the values stay in the order given. */
export function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** A limit as an option carries it: its text, and its length in seconds. */
export interface LimitValue {
  readonly text: string;
  readonly seconds: number;
}

export function limit(text: string): LimitValue {
  const parsed = parseLimit(text);
  if (parsed === undefined) {
    throw new InvalidArgumentError('Give a length of time, such as 60m, 4h, "10 days", "6 weeks" or PT60M.');
  }
  return { text, seconds: limitSeconds(parsed) };
}

export function repeatedLimit(
  text: string,
  before: readonly LimitValue[] | undefined,
): readonly LimitValue[] {
  return [...(before ?? []), limit(text)];
}

/** An instant in ms since the epoch. A bare date is refused: it is a day, and a day is not midnight. */
export function instant(text: string): number {
  const precision = parseOccurredAt(text)?.precision;
  if (precision === 'instant') return intervalOf(text, 'UTC').start;
  if (precision === undefined) {
    throw new InvalidArgumentError(
      `${occurredAtFault(text) ?? 'Not an instant'}. Give an instant with its UTC offset, such as 2014-07-01T00:00:00Z.`,
    );
  }
  const example = `${text}${precision === 'month' ? '-01' : ''}T00:00:00+02:00`;
  throw new InvalidArgumentError(
    `${text} is a ${precision}, not an instant, and where it begins depends on the zone. ` +
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

export interface Cause {
  readonly name: string;
  readonly types: readonly string[];
}

/** `NAME=TYPE|TYPE…`; a name alone is a type that gives its name to the cause. */
export function repeatedCause(text: string, before: readonly Cause[] | undefined): readonly Cause[] {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const types = (at < 0 ? text : text.slice(at + 1)).split('|').map((type) => type.trim());
  if (name === '' || types.some((type) => type === '')) {
    throw new InvalidArgumentError('Write a cause as NAME=TYPE or "NAME=TYPE|TYPE|TYPE".');
  }
  if (before?.some((cause) => cause.name === name)) {
    throw new InvalidArgumentError(`Cause ${name} is there twice; write its types as "${name}=TYPE|TYPE".`);
  }
  return [...(before ?? []), { name, types }];
}
