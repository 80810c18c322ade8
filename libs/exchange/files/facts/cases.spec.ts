/** The cases of a file: counted once each, and no more than can be remembered. */
import { describe, expect, it } from '@jest/globals';
import { MalformedFile } from '../source/malformed-file.js';
import { Cases } from './cases.js';
import { SECRET } from './facts-in-memory.spec.support.js';

const CONTEXT = { secret: SECRET, log: 'ward', system: 'ward' };

describe('The cases of a file', () => {
  it('are counted once each, wherever their rows stand, and number their events', () => {
    const cases = new Cases(CONTEXT);
    const numbers = ['a', 'b', 'a', 'b', 'a'].map((name, n) => cases.nextEvent(name, n + 1));
    expect(numbers).toEqual([1, 1, 2, 2, 3]);
    expect(cases.size).toBe(2);
  });

  it('say once what they are like', () => {
    const cases = new Cases(CONTEXT);
    expect(['a', 'b', 'a'].map((name) => cases.placesCaseData(name))).toEqual([true, true, false]);
    expect(cases.nextEvent('a', 1)).toBe(1);
    expect(cases.placesCaseData('a')).toBe(false);
  });

  it('end at more than may be remembered', () => {
    const cases = new Cases(CONTEXT, 2);
    for (const name of ['a', 'b', 'b']) cases.nextEvent(name, 1);
    expect(() => cases.nextEvent('c', 4)).toThrow(MalformedFile);
  });
});
