/** Counting distinct pseudonyms in bounded memory. */
import { describe, expect, it } from '@jest/globals';
import { DistinctCount } from './distinct-count.js';
import { pseudonymOf } from './pseudonym.js';
import { SECRET } from './facts-in-memory.spec.support.js';

describe('A count of distinct pseudonyms', () => {
  it('counts each once, also after it has grown', () => {
    const names = Array.from({ length: 5_000 }, (_, n) => pseudonymOf(SECRET, 'ward', String(n)));
    const count = new DistinctCount();
    expect(names.filter((name) => count.add(name))).toHaveLength(5_000);
    expect(names.filter((name) => count.add(name))).toHaveLength(0);
  });

  it('counts those with the least and the greatest letters', () => {
    const count = new DistinctCount();
    const names = ['a', '7', '2', 'z'].map((letter) => `p${letter.repeat(26)}`);
    expect(names.map((name) => count.add(name))).toEqual([true, true, true, true]);
  });
});
