/**
 * Values on their way to the server and back.
 *
 * The server's text has no character U+0000, and ours may. In its place, and in that of U+0001,
 * which marks it, stand two characters, chosen so that texts that are stored compare as those that
 * were meant: byte by byte, as everywhere in the read models.
 */
import type pg from 'pg';

const MARK = '\u0001';
const TO_STORED: Readonly<Record<string, string>> = {
  '\0': `${MARK}\u0001`,
  [MARK]: `${MARK}\u0002`,
};

export function storedText(text: string): string {
  return /[\0\u0001]/.test(text) ? text.replace(/[\0\u0001]/g, (each) => TO_STORED[each]!) : text;
}

export function meantText(stored: string): string {
  if (!stored.includes(MARK)) return stored;

  return stored.replace(/\u0001([\u0001\u0002])/g, (_, which) => (which === MARK ? '\0' : MARK));
}

/** A parameter of a query. */
export function storedValue(value: unknown): unknown {
  return typeof value === 'string' ? storedText(value) : value;
}

/** Exact, and a `bigint` only where it has to be. */
function wholeNumber(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

/** The server's types that answers have: int8, int4, numeric (a sum of int8), text. */
const PARSERS = new Map<number, (text: string) => unknown>([
  [20, wholeNumber],
  [23, wholeNumber],
  [1700, wholeNumber],
  [25, meantText],
]);

export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => PARSERS.get(oid) ?? ((text: string) => text),
};
