/**
 * How wide the columns of a table are, so that it fits its page: numbers and whole words keep
 * their width, and what is left is shared out to the texts, the shortest first.
 */
import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly title: string;
  /** Numbers and lengths of time are aligned on the right, and never broken. */
  readonly right?: boolean;
  /** What somebody copies, such as a pseudonym: never broken either. */
  readonly whole?: boolean;
  /** What somebody looks up rather than reads: left out where the page is not wide. */
  readonly wide?: boolean;
}

/** A word of more characters may be cut where there is no room for it. */
const WORD_LEAST = 10;

interface Room {
  /** Characters to a line. */
  readonly width: number;
  /** Characters between two columns. */
  readonly gap: number;
}

/** @returns characters of each column; more than fit only where numbers and names alone are too wide */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, gap }: Room,
): readonly number[] {
  const texts = columns.map(({ title }, at) =>
    [title, ...rows.map((row) => row[at] ?? '')].map(stripVTControlCharacters),
  );
  const whole = texts.map((of) => longest(of.flatMap((text) => text.split('\n'))));
  const room = width - gap * (columns.length - 1);
  if (sum(whole) <= room) return whole;
  const words = texts.map((of, at) =>
    isWhole(columns[at]!) ? whole[at]! : longest(of.flatMap((text) => text.split(/\s+/))),
  );
  if (sum(words) <= room) return shared(words, whole, room);
  const least = words.map((word, at) =>
    isWhole(columns[at]!) ? word : Math.min(word, WORD_LEAST),
  );
  return shared(least, words, room);
}

/** Each gets what it needs at least; the rest goes where least is missing, character by character. */
function shared(least: readonly number[], most: readonly number[], room: number): number[] {
  const widths = [...least];
  for (let left = room - sum(widths); left > 0; left -= 1) {
    let next: number | undefined;
    for (const [at, width] of widths.entries())
      if (width < most[at]! && (next === undefined || width < widths[next]!)) next = at;
    if (next === undefined) break;
    widths[next]! += 1;
  }
  return widths;
}

function isWhole({ right, whole }: Column): boolean {
  return right === true || whole === true;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
