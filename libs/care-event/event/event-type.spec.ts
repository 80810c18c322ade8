/** Type literals with versions, and which types are known. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKnownType, parseTypeLiteral, typeLiteral } from './event-type.js';

describe('a type literal', () => {
  it('names type and version', () => {
    expect(typeLiteral('ReferralSent', 1)).toBe('ReferralSent.v1');
    expect(parseTypeLiteral('ReferralSent.v12')).toEqual({ type: 'ReferralSent', version: 12 });
  });

  it('is of version 1 when it names none', () => {
    expect(parseTypeLiteral('ER Triage')).toEqual({ type: 'ER Triage', version: 1 });
    expect(parseTypeLiteral('X.v0')).toEqual({ type: 'X.v0', version: 1 });
    expect(parseTypeLiteral('X.v01')).toEqual({ type: 'X.v01', version: 1 });
    expect(parseTypeLiteral('.v2')).toEqual({ type: '.v2', version: 1 });
  });

  it('is read back as it was, also for types that look like literals', () => {
    const types = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('X.v2', 'a\nb', 'ER Triage', '.v1'),
    );
    fc.assert(
      fc.property(types, fc.integer({ min: 1, max: 999_999 }), (type, version) => {
        expect(parseTypeLiteral(typeLiteral(type, version))).toEqual({ type, version });
      }),
    );
  });

  it('is read alike after more literals than are kept in memory', () => {
    for (let n = 0; n < 5_000; n += 1) parseTypeLiteral(`Made up ${n}.v3`);
    expect(parseTypeLiteral('Made up 7.v3')).toEqual({ type: 'Made up 7', version: 3 });
  });
});

describe('isKnownType', () => {
  it('knows the catalogue and nothing that objects merely inherit', () => {
    expect(isKnownType('ReferralSent', [])).toBe(true);
    expect(isKnownType('ER Triage', [])).toBe(false);
    expect(isKnownType('constructor', [])).toBe(false);
  });
});
