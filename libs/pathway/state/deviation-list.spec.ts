/** Deviations in order, each once. */
import { describe, expect, it } from '@jest/globals';
import type { Deviation } from './deviation.js';
import { DeviationList } from './deviation-list.js';

const deviation = (at: number, fact: string, rule = 'r'): Deviation => {
  return { kind: 'guard', rule, at, fact, message: 'm' };
};

describe('A list of deviations', () => {
  it('is in the order of when they happened, those of one instant as they were added', () => {
    const list = new DeviationList();
    for (const [at, fact] of [
      [2, 'b'],
      [1, 'z'],
      [2, 'a'],
      [1, 'y'],
      [3, 'c'],
    ] as const) {
      list.add(deviation(at, fact));
    }
    expect(list.list().map(({ fact }) => fact)).toEqual(['z', 'y', 'b', 'a', 'c']);
  });

  it('holds a deviation once, and those of other rules beside it', () => {
    const list = new DeviationList();
    for (const rule of ['r', 's', 'r']) list.add(deviation(1, 'a', rule));
    expect(list.list().map(({ rule }) => rule)).toEqual(['r', 's']);
  });

  it('does not change what it has handed out', () => {
    const list = new DeviationList();
    list.add(deviation(1, 'a'));
    const before = list.list();
    list.add(deviation(2, 'b'));
    list.remove(deviation(1, 'a'));
    expect([before.length, list.list().map(({ fact }) => fact)]).toEqual([1, ['b']]);
  });
});
