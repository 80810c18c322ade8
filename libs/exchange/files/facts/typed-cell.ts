/**
 * Values of cells and attributes in the type that is asked for. A number that no double is
 * exactly stays the text that it was.
 */
import type { Json } from '#care-event';
import { isExactNumber } from '../../json/exact-number.js';

export type CellType = 'text' | 'number' | 'integer' | 'boolean';

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
/** Without zeros in front, which identifiers have. */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

export interface TypedCell {
  readonly value: Json;
  /** A number that stayed a text. */
  readonly keptAsText: boolean;
}

/** What a cell looks like: a number, yes or no, or else a text. */
export function guessedCell(text: string): TypedCell {
  const first = text.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  if ((isDigit || first === 0x2d) && PLAIN_NUMBER.test(text)) return numberOr(text);
  if (text.length <= 5 && /^(?:true|false)$/i.test(text)) {
    return { value: text.toLowerCase() === 'true', keptAsText: false };
  }
  return { value: text, keptAsText: false };
}

/** Undefined where the text is no such value. */
export function typedCell(text: string, type: CellType): TypedCell | undefined {
  if (type === 'text') return { value: text, keptAsText: false };
  if (type === 'boolean') {
    if (/^(true|1|yes|ja)$/i.test(text)) return { value: true, keptAsText: false };
    return /^(false|0|no|nei|nej)$/i.test(text) ? { value: false, keptAsText: false } : undefined;
  }
  if (!NUMBER.test(text)) return undefined;
  if (type === 'integer' && !Number.isInteger(Number(text))) return undefined;
  return numberOr(text);
}

function numberOr(text: string): TypedCell {
  return isExactNumber(text)
    ? { value: Number(text), keptAsText: false }
    : { value: text, keptAsText: true };
}
