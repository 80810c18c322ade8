/** Upcasting beyond what the contract suite shows: chains that do not end, and odd names. */
import { describe, expect, it } from '@jest/globals';
import { upcastWith } from './upcasting.js';

const happened = { type: 'A.v1', data: { n: 1 }, metadata: {} };

describe('Upcasting', () => {
  it('is nothing to apply when there are no upcasters', () => {
    expect(upcastWith(undefined)).toBeUndefined();
    expect(upcastWith({})).toBeUndefined();
  });

  it('leaves an event alone that no upcaster is for', () => {
    const upcast = upcastWith({ 'B.v1': (event) => ({ ...event, type: 'B.v2' }) })!;
    expect(upcast(happened)).toBe(happened);
    const odd = { ...happened, type: 'constructor' };
    expect(upcast(odd)).toBe(odd);
  });

  it('refuses upcasters that lead in a circle', () => {
    const upcast = upcastWith({
      'A.v1': (event) => ({ ...event, type: 'A.v2' }),
      'A.v2': (event) => ({ ...event, type: 'A.v1' }),
    })!;
    expect(() => upcast(happened)).toThrow(/circle/);
  });
});
