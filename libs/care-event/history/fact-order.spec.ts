/** The publisher's own order of events at one instant. */
import { describe, expect, it } from '@jest/globals';
import { compareSequences } from './fact-order.js';

describe('The order of sequences', () => {
  it('compares sequences as numbers of any length, and other texts after them', () => {
    const sequences = [
      undefined,
      '-20',
      '-3',
      '-0',
      '7',
      '0010',
      '900719925474099300000',
      '900719925474099300001',
      '',
      '1.5',
      'a',
    ];
    for (const [at, sequence] of sequences.entries()) {
      for (const [other, later] of sequences.entries()) {
        expect([sequence, later, Math.sign(compareSequences(sequence, later))]).toEqual([
          sequence,
          later,
          Math.sign(at - other),
        ]);
      }
    }
    expect(compareSequences('7', '007')).toBe(0);
  });
});
