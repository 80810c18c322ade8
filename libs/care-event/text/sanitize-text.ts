/** Texts by others as a page may hold them: without signs that a terminal or a reader's eye obeys. */

/**
 * Controls, signs that turn the direction of what follows, and code points that are no
 * characters become the replacement character. Spaces of any kind stay: whoever breaks
 * lines takes them.
 */
export function sanitizeText(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '\u{fffd}');
}

const UNSEEN = /(?!\s)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
