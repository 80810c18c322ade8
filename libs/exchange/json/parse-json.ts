/**
 * Reads JSON from strangers. One pass over the text finds what a parser would choke on
 * or quietly change (depth, sheer number of keys, numbers that do not survive, keys that
 * reach into prototypes, keys given twice) before anything is built; grammar is left to
 * `JSON.parse`. Refusals never quote the text, which may hold personal data.
 */
import { isUtf8 } from 'node:buffer';
import type { Json } from '#care-event';
import { JSON_LIMITS, type JsonLimits, type JsonRefusal } from './json-limits.js';
import { scanJson } from './json-scan.js';

const BYTE_ORDER_MARK = '\ufeff';

export type JsonReading = { readonly value: Json } | { readonly refusal: JsonRefusal };

/** Checks the limits alone, without parsing; undefined when the text keeps them. */
export function checkJsonLimits(
  text: string,
  limits: JsonLimits = JSON_LIMITS,
): JsonRefusal | undefined {
  const bytes = text.length > limits.bytesMax ? text.length : Buffer.byteLength(text, 'utf8');
  if (bytes > limits.bytesMax) {
    return {
      code: 'too-large',
      message: `is larger than ${limits.bytesMax} bytes`,
      offset: limits.bytesMax,
    };
  }
  return scanJson(text, limits);
}

/** Parses JSON within the limits. Bytes must be UTF-8; a byte order mark is skipped. */
export function parseJsonStrictly(
  source: string | Uint8Array,
  limits: JsonLimits = JSON_LIMITS,
): JsonReading {
  let text: string;
  if (typeof source === 'string') {
    text = source;
  } else {
    if (source.length > limits.bytesMax) {
      const message = `is larger than ${limits.bytesMax} bytes`;
      return { refusal: { code: 'too-large', message, offset: limits.bytesMax } };
    }
    if (!isUtf8(source)) {
      return { refusal: { code: 'not-utf-8', message: 'is not UTF-8 text', offset: 0 } };
    }
    text = Buffer.from(source.buffer, source.byteOffset, source.length).toString('utf8');
    if (text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
  }
  const refusal = checkJsonLimits(text, limits);
  if (refusal !== undefined) return { refusal };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { refusal: malformed(error, text) };
  }
}

/** The parser's own message quotes the text around the fault; only its place is kept. */
function malformed(error: unknown, text: string): JsonRefusal {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  const offset = position === null ? text.length : Number(position[1]);
  const where = offset >= text.length ? 'ends too early' : `breaks off at character ${offset + 1}`;
  return { code: 'malformed', message: `is not JSON: it ${where}`, offset };
}
