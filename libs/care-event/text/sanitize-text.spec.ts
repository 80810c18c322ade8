/** What a terminal obeys is seen instead. */
import { describe, expect, it } from '@jest/globals';
import { sanitizeText } from './sanitize-text.js';

describe('A text made visible', () => {
  it.each([
    ['of the terminal', 'a\u001b[31mb\u0007\u0000\u007f\u009b', 'a�[31mb����'],
    ['of the direction', 'a\u202eb\u2066c', 'a�b�c'],
    ['that are no characters', 'a\ud800\uffff', 'a��'],
  ])('shows signs %s', (_what, text, seen) => {
    expect(sanitizeText(text)).toBe(seen);
  });

  it('keeps everything else, spaces too', () => {
    expect(sanitizeText('Hälsö – 日本 👩‍⚕️\t\n')).toBe('Hälsö – 日本 👩‍⚕️\t\n');
  });
});
