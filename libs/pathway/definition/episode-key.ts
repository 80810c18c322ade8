/** The key by which an event belongs to one of several episodes side by side, such as a referral. */
import type { JsonObject } from '#care-event';
import { fieldOf } from './pattern.js';

/** Longer texts are no keys. */
const KEY_CHARACTERS_MAX = 200;

/** The key of episodes whose entry names none; no event carries it. */
export const NO_KEY = '';

/**
 * The value of the first of the fields that holds a text or a whole number; undefined where none
 * does.
 */
export function keyIn(data: JsonObject, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const value = fieldOf(data, field);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (typeof value !== 'string' || value === '' || value.length > KEY_CHARACTERS_MAX) continue;
    // Permanent names are built of it, and they are written as UTF-8.
    return value.toWellFormed();
  }
  return undefined;
}
