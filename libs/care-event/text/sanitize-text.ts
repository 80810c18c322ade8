/**
 * Makes text from elsewhere safe to print: without characters that control a terminal or the
 * direction of writing.
 */

/**
 * Control characters, characters that change the direction of writing, and code points that are
 * not characters become the replacement character. White space of any kind stays: callers that
 * wrap lines deal with it.
 */
export function sanitizeText(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '\u{fffd}');
}

const UNSEEN = /(?!\s)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
