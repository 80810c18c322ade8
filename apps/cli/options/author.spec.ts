/** Who is recorded as the author. */
import { describe, expect, it } from '@jest/globals';
import { authorOf } from './author.js';

describe('The author', () => {
  it('is the one given, or else the logged-in user', () => {
    expect(authorOf('A. Berg')).toBe('A. Berg');
    expect(authorOf(undefined, () => ({ username: 'berg' }))).toBe('berg');
  });

  it('must be given if the system has no name for its user', () => {
    const nameless = () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    };
    expect(authorOf('A. Berg', nameless)).toBe('A. Berg');
    expect(() => authorOf(undefined, nameless)).toThrow(/who made this change/);
  });
});
