/** Whoever changes something is named in the log for good: as given, or else the logged-in user. */
import { userInfo } from 'node:os';
import { Refused } from '../terminal/errors.js';

/** @throws Refused if no author is given and the system has no name for its user */
export function authorOf(
  given: string | undefined,
  user: () => { readonly username: string } = userInfo,
): string {
  if (given !== undefined) return given;
  try {
    return user().username;
  } catch {
    throw new Refused(
      'author-missing',
      'The log records who made this change, and this system has no name for you.',
      { advice: 'Say who you are: --author "A. Berg"' },
    );
  }
}
