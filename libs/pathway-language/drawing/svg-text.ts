/**
 * Text in a drawing: how wide it will be, where to break it, and how to write it safely.
 * Nobody knows which font the reader has, so widths are those of a wide one (DejaVu
 * Sans); what fits in it fits in Arial, Helvetica and the like.
 */

import { sanitizeText } from '#care-event';

export interface Face {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
  readonly fill?: string;
}

/** Hundredths of an em for the characters from space to tilde. */
const REGULAR = [
  32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
  61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
  64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];
const BOLD = [
  35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70,
  70, 70, 40, 40, 84, 84, 84, 59, 100, 78, 77, 74, 84, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 86,
  74, 86, 78, 73, 69, 82, 78, 111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72,
  72, 35, 35, 67, 35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
];
const SPACE = 32;
/** Letters with accents, and what lies beyond the alphabets, in hundredths of an em. */
const ACCENTED = 80;
const WIDE = 110;
const LAST_ACCENTED = 0x24f;

export function textWidth(text: string, { size, bold }: Face): number {
  const widths = bold === true ? BOLD : REGULAR;
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? SPACE;
    hundredths += widths[code - SPACE] ?? (code <= LAST_ACCENTED ? ACCENTED : WIDE);
  }
  return (hundredths * size) / 100;
}

/** Breaks at spaces; a word wider than a line is cut, before a capital where it has one. */
export function wrapText(
  text: string,
  face: Face,
  width: number,
  firstWidth = width,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const room = () => (lines.length === 0 ? firstWidth : width);
  for (const word of wordsOf(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, face) <= room()) {
      line = longer;
      continue;
    }
    if (line !== '' || room() < width) lines.push(line);
    const parts = cutWord(word, face, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return [...lines, line];
}

/** Written as they will be, so that they are measured as they will be. */
function wordsOf(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(writable);
}

function cutWord(word: string, face: Face, width: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (textWidth(rest, face) > width) {
    const fitting = fittingStart(rest, face, width);
    const hump = fitting.search(/[A-Z.-][^A-Z.-]*$/);
    const at = hump > fitting.length / 2 ? hump : fitting.length;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}

/** As many characters as fit, at least one. */
function fittingStart(text: string, face: Face, width: number): string {
  let start = '';
  for (const character of text) {
    if (start !== '' && textWidth(start + character, face) > width) break;
    start += character;
  }
  return start;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeXml(text: string): string {
  return writable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Beside what nobody sees, XML cannot hold some spaces that no keyboard has. */
function writable(text: string): string {
  return sanitizeText(text).replace(/\p{Cc}/gu, ' ');
}
