/** The cases of a file: counted once each, and no more than can be remembered. */
import { describe, expect, it } from '@jest/globals';
import { MalformedFile } from '../source/malformed-file.js';
import { Cases } from './cases.js';
import { SECRET } from './facts-in-memory.spec.support.js';

const CONTEXT = { secret: SECRET, log: 'ward', system: 'ward' };

describe('The cases of a file', () => {
  it('are counted once each, wherever their rows stand, and go on where they were', () => {
    const cases = new Cases(CONTEXT);
    for (const name of ['a', 'b', 'a', ' a ']) cases.named(name, 1).progress.events += 1;
    expect(cases.size).toBe(2);
    expect(cases.named('a', 1).progress.events).toBe(3);
  });

  it('have a key that is the same in every log, and no pseudonym that is', () => {
    const [ward, other] = ['ward', 'other'].map((log) =>
      new Cases({ ...CONTEXT, log }).named('a', 1),
    );
    expect(ward?.key).toBe(other?.key);
    expect(ward?.pseudonym).not.toBe(other?.pseudonym);
  });

  it('end at more than may be remembered', () => {
    const cases = new Cases(CONTEXT, 2);
    for (const name of ['a', 'b', 'b']) cases.named(name, 1);
    expect(() => cases.named('c', 4)).toThrow(MalformedFile);
  });
});
