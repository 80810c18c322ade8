/**
 * The last line of defence of everything that is logged: what has the form of a pseudonym is
 * taken out, wherever it comes from.
 */

const PSEUDONYM = /(?<![a-z0-9])p[a-z2-7]{26}(?![a-z0-9])/g;

export function withoutPatients(text: string): string {
  return text.replaceAll(PSEUDONYM, 'p…');
}

/**
 * What an error says, without what it was given. Parsers and checks quote that; an error with a
 * code is one of ours, or the system's, and its message is meant to be read.
 */
export function messageWithoutContent(error: Error): string {
  if (error instanceof SyntaxError) return 'A text could not be parsed.';
  const { message } = error;
  return 'code' in error ? message : message.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '"…"');
}
