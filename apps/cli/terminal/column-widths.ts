/**
 * How wide the columns of a table are, so that it fits its page: numbers and whole words keep
 * their width, and what is left is shared out to the texts, the shortest first. Titles give way
 * before words do, and words are parted at their seams before they are cut.
 */
import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly title: string;
  /** Numbers and lengths of time are aligned on the right, and never broken; their title may be. */
  readonly right?: boolean;
  /** What somebody copies, such as a pseudonym: never broken either. */
  readonly whole?: boolean;
  /** What somebody looks up rather than reads: left out where the page is not wide. */
  readonly wide?: boolean;
}

/** A word of more characters may be cut where there is no room for it. */
const WORD_LEAST = 10;

/** Where a long word is continued on the next line sooner than anywhere else: `Rehab|Plan`, `urn:|example`. */
const SEAMS = /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=[-:/@_.])(?=[^-:/@_.\s])/u;

const PARTS = new RegExp(`\\s+|${SEAMS.source}`, 'u');

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
  const split = (by: RegExp): number[] =>
    texts.map(([title = '', ...cells], at) =>
      longest(
        isWhole(columns[at]!)
          ? [...title.split(by), ...cells]
          : [title, ...cells].flatMap((text) => text.split(by)),
      ),
    );
  const words = split(/\s+/);
  if (sum(words) <= room) return shared(words, whole, room);
  const parts = split(PARTS);
  if (sum(parts) <= room) return shared(parts, words, room);
  const least = parts.map((part, at) =>
    isWhole(columns[at]!) ? part : Math.min(part, WORD_LEAST),
  );
  return shared(least, parts, room);
}

/** The text with a new line at the seams of those words that are longer than the column. */
export function atSeams(text: string, width: number): string {
  return text.replace(/\S+/g, (word) => {
    if (visible(word) <= width) return word;
    let length = 0;
    return word.split(SEAMS).reduce((lines, part) => {
      const fits = length + visible(part) <= width;
      length = visible(part) + (fits ? length : 0);
      return `${lines}${fits || lines === '' ? '' : '\n'}${part}`;
    }, '');
  });
}

function visible(text: string): number {
  return stripVTControlCharacters(text).length;
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
