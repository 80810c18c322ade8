/** Pseudonyms: the same for the same identifier, and nothing to be read from them. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPseudonym, pseudonymOf, readPatient, UnreadablePatient } from './pseudonym.js';
import { SECRET } from '../files/facts/facts-in-memory.spec.support.js';

const refusalOf = (text: string): string => {
  try {
    readPatient(text, SECRET);
  } catch (error) {
    if (error instanceof UnreadablePatient) return error.message;
  }
  throw new Error('nothing was refused');
};

describe('A pseudonym', () => {
  it('is the first 130 bits of the keyed hash in base32', () => {
    const digest = createHmac('sha256', SECRET).update('sepsis|A').digest();
    const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const letters = bits.match(/.{5}/g)?.slice(0, 26) ?? [];
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    const expected = letters.map((letter) => alphabet.charAt(parseInt(letter, 2))).join('');
    expect(pseudonymOf(SECRET, 'sepsis', 'A')).toBe(`p${expected}`);
  });

  it('is another under another secret, system or value', () => {
    const other = new Uint8Array(32).fill(8);
    const all = [
      pseudonymOf(SECRET, 'sepsis', 'A'),
      pseudonymOf(other, 'sepsis', 'A'),
      pseudonymOf(SECRET, 'sepsis', 'B'),
      pseudonymOf(SECRET, 'stroke', 'A'),
    ];
    expect(new Set(all).size).toBe(4);
  });

  it('passes through when it is given as a patient', () => {
    const pseudonym = pseudonymOf(SECRET, 'sepsis', 'A');
    expect(readPatient(` ${pseudonym} `, SECRET)).toBe(pseudonym);
  });

  it('is the same for system|value whatever bars the value holds', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z:.]+$/),
        fc.stringMatching(/^[0-9a-z|]+$/),
        (system, value) => {
          const read = readPatient(`${system}|${value}`, SECRET);
          expect(read).toBe(pseudonymOf(SECRET, system, value));
          expect(isPseudonym(read)).toBe(true);
        },
      ),
    );
  });
});

describe('A text that names no patient', () => {
  it('is refused without repeating it', () => {
    const message = refusalOf('01019012345');
    expect(message).toContain('system|value');
    expect(message).not.toContain('0101');
  });

  it('is one without a system, without a value, or with half a character', () => {
    expect(refusalOf('|A')).toContain('both');
    expect(refusalOf('sepsis| ')).toContain('both');
    expect(refusalOf('sepsis|A\ud800')).toContain('Unicode');
  });

  it('is one whose system holds a bar', () => {
    expect(() => pseudonymOf(SECRET, 'a|b', 'c')).toThrow(UnreadablePatient);
  });
});
