/**
 * One pass over JSON text that finds what breaks a limit, in time linear in the text and
 * without building anything but the set of keys of each open object.
 */
import { isExactNumber } from './exact-number.js';
import { isUnsafeKey, type JsonLimits, type JsonRefusal } from './json-limits.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const MINUS = 0x2d;

interface Scan {
  readonly text: string;
  readonly limits: JsonLimits;
  /** Per open bracket: the object's keys, once it has one, or what it is. */
  readonly open: (Set<string> | 'object' | 'array')[];
  keys: number;
}

export function scanJson(text: string, limits: JsonLimits): JsonRefusal | undefined {
  const scan: Scan = { text, limits, open: [], keys: 0 };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at + 1);
      const refusal = checkString(scan, at, end);
      if (refusal !== undefined) return refusal;
      at = end + 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      scan.open.push(code === OPEN_BRACE ? 'object' : 'array');
      if (scan.open.length > limits.depthMax) {
        return refuse('too-deep', `is nested deeper than ${limits.depthMax} levels`, at);
      }
      at += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      scan.open.pop();
      at += 1;
    } else if (code === COMMA) {
      const refusal = scan.open.at(-1) === 'array' ? countEntry(scan, at) : undefined;
      if (refusal !== undefined) return refusal;
      at += 1;
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, at + 1);
      const refusal = checkNumber(scan, at, end);
      if (refusal !== undefined) return refusal;
      at = end;
    } else {
      at += 1;
    }
  }
  return undefined;
}

/** `start` and `end` are the places of the two quotes. */
function checkString(scan: Scan, start: number, end: number): JsonRefusal | undefined {
  const { text, limits } = scan;
  if (end - start - 1 > limits.stringLengthMax) {
    const message = `contains a text longer than ${limits.stringLengthMax} characters`;
    return refuse('string-too-long', message, start);
  }
  const within = scan.open.at(-1);
  if (within === undefined || within === 'array') return undefined;
  if (!isFollowedByColon(text, end + 1)) return undefined;
  const tooMany = countEntry(scan, start);
  if (tooMany !== undefined) return tooMany;
  const key = decodeKey(text, start, end);
  if (key === undefined) return refuse('malformed', 'is not JSON: a key is broken', start);
  if (isUnsafeKey(key)) {
    return refuse('unsafe-key', `has a key named ${key}, which is never accepted`, start);
  }
  if (within === 'object') {
    scan.open[scan.open.length - 1] = new Set([key]);
  } else if (within.has(key)) {
    return refuse('duplicate-key', 'gives a key twice in one object: which is meant?', start);
  } else {
    within.add(key);
  }
  return undefined;
}

/** A key of an object, or an element of an array beyond its first: each becomes a value in memory. */
function countEntry(scan: Scan, at: number): JsonRefusal | undefined {
  scan.keys += 1;
  const { keysMax } = scan.limits;
  if (scan.keys <= keysMax) return undefined;
  return refuse('too-many-keys', `has more than ${keysMax} keys and elements of lists`, at);
}

function checkNumber(scan: Scan, start: number, end: number): JsonRefusal | undefined {
  const length = end - start;
  if (length > scan.limits.numberLengthMax) {
    const message = `contains a number longer than ${scan.limits.numberLengthMax} characters`;
    return refuse('number-too-long', message, start);
  }
  const token = scan.text.slice(start, end);
  // A token that is no number at all is the parser's to refuse.
  if (isExactNumber(token) || Number.isNaN(Number(token))) return undefined;
  return refuse(
    'number-not-exact',
    'holds a number that would not survive as written: send it as a text',
    start,
  );
}

/** The place of the closing quote, or the end of the text when there is none. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

function endOfNumber(text: string, from: number): number {
  let at = from;
  // Digits, `.`, `e`, `E`, `+` and `-`: whether they make a number is the parser's question.
  while (at < text.length && isNumberPart(text.charCodeAt(at))) at += 1;
  return at;
}

function isNumberPart(code: number): boolean {
  return (
    isDigit(code) || code === 0x2e || (code | 0x20) === 0x65 || code === 0x2b || code === MINUS
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  let code = text.charCodeAt(at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return code === COLON;
}

/** `"\u005f_proto__"` is the same key as `"__proto__"`. */
function decodeKey(text: string, start: number, end: number): string | undefined {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined;
  }
}

function refuse(code: JsonRefusal['code'], message: string, offset: number): JsonRefusal {
  return { code, message, offset };
}
