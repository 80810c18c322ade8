/** Lines of plain text in a terminal: wrapped at words, hanging under where they began. */

import { sanitizeText } from '#care-event';

/** How a piece of text stands out where the terminal can show it. */
export type Tone = 'bold' | 'dim' | 'yellow' | 'green';

/** Wraps at spaces, with nothing in it that the terminal would obey; a word longer than the line is cut. Lengths are in characters. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sanitizeText(text)
    .split(/\s+/)
    .filter((it) => it !== '')
    .flatMap((it) => cut(it, width))) {
    if (line === '') line = word;
    else if (lengthOf(line) + 1 + lengthOf(word) <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  const characters = [...word];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += width) {
    parts.push(characters.slice(at, at + width).join(''));
  }
  return parts;
}

export function lengthOf(text: string): number {
  return [...text].length;
}
