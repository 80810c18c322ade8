/** A value as part of a message: short, on one line, without characters that control a terminal. */
import type { Json } from './json.js';

const CHARACTERS_MAX = 60;

/** Text in quotes and cut to 60 characters; numbers as they are; objects and lists by kind only. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') {
    const cut = value.length > CHARACTERS_MAX;
    const start = cut ? `${value.slice(0, CHARACTERS_MAX)}…` : value;
    return escapeControls(JSON.stringify(start));
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** JSON escapes the controls below U+0020 only; terminals obey some above too, and turn text around. */
function escapeControls(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
