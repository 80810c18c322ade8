/** Who does something that the log keeps for ever: who is said, else who is logged in. */
import { userInfo } from 'node:os';
import { Refused } from '../terminal/errors.js';

/** @throws Refused where nobody is said and the system has no name for its user */
export function authorOf(
  said: string | undefined,
  user: () => { readonly username: string } = userInfo,
): string {
  if (said !== undefined) return said;
  try {
    return user().username;
  } catch {
    throw new Refused(
      'author-missing',
      'The log needs to say who did this, and this user has no name here.',
      {
        advice: 'Say who it is: --author "A. Berg"',
      },
    );
  }
}
