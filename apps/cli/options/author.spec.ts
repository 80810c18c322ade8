/** Who is named where nobody is logged in by name. */
import { describe, expect, it } from '@jest/globals';
import { authorOf } from './author.js';

describe('The author', () => {
  it('is who is said, else who is logged in', () => {
    expect(authorOf('A. Berg')).toBe('A. Berg');
    expect(authorOf(undefined, () => ({ username: 'berg' }))).toBe('berg');
  });

  it('has to be said where the system has no name for its user', () => {
    const nameless = () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    };
    expect(authorOf('A. Berg', nameless)).toBe('A. Berg');
    expect(() => authorOf(undefined, nameless)).toThrow(/who did this/);
  });
});
