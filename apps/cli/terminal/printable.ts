/**
 * Text as it may go to a terminal. Keys, names and reasons come from publishers: what they hold may
 * neither command the terminal nor write over what stands beside it.
 */
import { sanitizeText } from '#care-event';

/** The tones of this program's own, as `styleText` writes them. */
const TONES = /(\u001b\[(?:[12]|22|3[1-3]|39)m)/;

/** Line breaks stay: messages and cells have several lines. */
export function printable(text: string, toned = false): string {
  if (!toned) return safe(text);
  return text
    .split(TONES)
    .map((part, index) => (index % 2 === 0 ? safe(part) : part))
    .join('');
}

function safe(text: string): string {
  return sanitizeText(text).replace(/[\r\v\f\u2028\u2029]/g, ' ');
}
